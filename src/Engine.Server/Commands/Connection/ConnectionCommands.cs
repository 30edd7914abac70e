using Engine.Server.DataTypes;
using Engine.Server.Protocol;
using static Engine.Server.Commands.CommandFlags;

namespace Engine.Server.Commands.Connection;

/// <summary>Commands about the connection itself.</summary>
internal static class ConnectionCommands
{
    public static CommandSpec[] Table { get; } =
    [
        new("ping", -1, Fast, Ping)
        {
            Group = CommandGroup.Connection, Since = "1.0.0", Complexity = "O(1)",
            Summary = "Answers, to show that the connection and the server are alive.",
        },
        new("hello", -1, NoScript | Loading | Stale | Fast | NoAuth | AllowBusy, Hello)
        {
            Group = CommandGroup.Connection, Since = "6.0.0", Complexity = "O(1)",
            Summary = "Chooses the protocol and tells about the server.",
        },
    ];

    /// <summary>PING [message]</summary>
    private static void Ping(ref CommandContext context)
    {
        if (context.Count > 2)
            context.Reply.Error(Errors.WrongArity(context.Command.FullName));
        else if (context.Count == 2)
            context.Reply.Bulk(context[1]);
        else
            context.Reply.Pong();
    }

    /// <summary>HELLO [protover [AUTH username password] [SETNAME clientname]]</summary>
    private static void Hello(ref CommandContext context)
    {
        if (context.Count > 1 && Numbers.TryParse(context[1], out long version))
            context.Reply.Version = (int)version;
        context.Reply.Map(7);
        context.Reply.Bulk("server"u8);
        context.Reply.Bulk("redis"u8);
        context.Reply.Bulk("version"u8);
        context.Reply.Bulk("7.0.15"u8);
        context.Reply.Bulk("proto"u8);
        context.Reply.Integer(context.Reply.Version);
        context.Reply.Bulk("id"u8);
        context.Reply.Integer(context.Session.Id);
        context.Reply.Bulk("mode"u8);
        context.Reply.Bulk("standalone"u8);
        context.Reply.Bulk("role"u8);
        context.Reply.Bulk("master"u8);
        context.Reply.Bulk("modules"u8);
        context.Reply.EmptyArray();
    }
}
