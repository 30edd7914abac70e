using Engine.Server.Protocol;
using static Engine.Server.Commands.CommandFlags;

namespace Engine.Server.Commands.Connection;

/// <summary>Commands about the connection itself.</summary>
internal static partial class ConnectionCommands
{
    private const CommandFlags Handshake = NoScript | Loading | Stale | Fast | NoAuth | AllowBusy;

    public static CommandSpec[] Table { get; } =
    [
        new("auth", -2, Handshake, Auth)
        {
            Group = CommandGroup.Connection, Since = "1.0.0",
            Complexity = "O(N) where N is the number of passwords defined for the user",
            Summary = "Proves to the server who the client is.",
            Syntax = "[username@6.0.0] password",
        },
        ClientCommands.Client,
        new("echo", 2, Loading | Stale | Fast, Echo)
        {
            Group = CommandGroup.Connection, Since = "1.0.0", Complexity = "O(1)",
            Summary = "Returns its argument.",
            Syntax = "message",
        },
        new("hello", -1, Handshake, Hello)
        {
            Group = CommandGroup.Connection, Since = "6.0.0", Complexity = "O(1)",
            Summary = "Chooses the protocol and tells about the server.",
            Syntax = "[arguments{protover:integer [AUTH username_password{username password}] [SETNAME clientname]}]",
        },
        new("ping", -1, Fast, Ping)
        {
            Group = CommandGroup.Connection, Since = "1.0.0", Complexity = "O(1)",
            Summary = "Answers, to show that the connection and the server are alive.",
            Syntax = "[message]",
            Tips = ["request_policy:all_shards", "response_policy:all_succeeded"],
        },
        new("quit", -1, Handshake, Quit)
        {
            Group = CommandGroup.Connection, Since = "1.0.0", Complexity = "O(1)",
            Summary = "Closes the connection.",
        },
        new("reset", 1, Handshake, Reset)
        {
            Group = CommandGroup.Connection, Since = "6.2.0", Complexity = "O(1)",
            Summary = "Makes the connection as if it were new.",
        },
        new("select", 2, Loading | Stale | Fast, Select)
        {
            Group = CommandGroup.Connection, Since = "1.0.0", Complexity = "O(1)",
            Summary = "Chooses the database that the connection works with.",
            Syntax = "index:integer",
        },
    ];

    /// <summary>ECHO message</summary>
    private static void Echo(ref CommandContext context) => context.Reply.Bulk(context[1]);

    /// <summary>PING [message]</summary>
    private static void Ping(ref CommandContext context)
    {
        if (context.Count > 2)
        {
            context.Reply.Error(Errors.WrongArity(context.Command.FullName));
        }
        else if (context.Session.IsSubscriber && !context.Reply.IsResp3)
        {
            // A subscriber that knows no pushes tells this answer from messages by its shape.
            context.Reply.Array(2);
            context.Reply.Bulk("pong"u8);
            context.Reply.Bulk(context.Count == 2 ? context[1] : default);
        }
        else if (context.Count == 2)
        {
            context.Reply.Bulk(context[1]);
        }
        else
        {
            context.Reply.Pong();
        }
    }

    /// <summary>QUIT</summary>
    private static void Quit(ref CommandContext context)
    {
        context.Reply.Ok();
        context.Session.CloseAfterReplies();
    }

    /// <summary>RESET</summary>
    private static void Reset(ref CommandContext context)
    {
        context.Engine.Release(context.Session);
        context.Session.Reset(context.Engine.Users);
        context.Reply.SimpleString("RESET"u8);
    }

    /// <summary>SELECT index</summary>
    private static void Select(ref CommandContext context)
    {
        if (!context.TryReadDatabase(1, out int index))
            return;
        context.Session.Database = index;
        context.Reply.Ok();
    }
}
