using Engine.Server.Protocol;
using Engine.Server.Sessions;
using static Engine.Server.Commands.CommandFlags;

namespace Engine.Server.Commands.Connection;

/// <summary>CLIENT: what a client may know and change of itself, and of the others.</summary>
internal static partial class ClientCommands
{
    private const CommandFlags OfOneself = NoScript | Loading | Stale;
    private const CommandFlags OfOthers = Admin | NoScript | Loading | Stale;
    private const string Constant = "O(1)";
    private const string PerClient = "O(N) where N is the number of client connections";

    public static CommandSpec Client { get; } = new("client", -2, None, NoSubcommand)
    {
        Group = CommandGroup.Connection, Since = "2.4.0", Complexity = "Depends on subcommand.",
        Summary = "Holds the commands about client connections.",
        Subcommands =
        [
            Subcommand("caching", 3, OfOneself, Caching, "6.0.0", Constant,
                "Says whether what the next command reads is tracked.") with
            {
                Syntax = "mode(YES|NO)",
            },
            Subcommand("getname", 2, OfOneself, GetName, "2.6.9", Constant, "Returns the connection's name."),
            Subcommand("getredir", 2, OfOneself, GetRedirection, "6.0.0", Constant,
                "Returns the client to which tracking messages are redirected."),
            Subcommand("help", 2, Loading | Stale, Help, "5.0.0", Constant, "Lists the subcommands."),
            Subcommand("id", 2, OfOneself, Id, "5.0.0", Constant, "Returns the connection's id."),
            Subcommand("info", 2, OfOneself, Info, "6.2.0", Constant, "Describes the connection.") with
            {
                Tips = ["nondeterministic_output"],
            },
            Subcommand("kill", -3, OfOthers, Kill, "2.4.0", PerClient, "Closes connections.") with
            {
                Syntax = "filter(ip:port:string!2.8.12|new-format([ID client-id:integer]@2.8.12|"
                    + "[TYPE normal_master_slave_pubsub(NORMAL|MASTER@3.2.0|SLAVE|REPLICA@5.0.0|PUBSUB)]@2.8.12|"
                    + "[USER username]|[ADDR ip:port:string]|[LADDR ip:port:string]@6.2.0|[SKIPME yes/no:string])...)",
            },
            Subcommand("list", -2, OfOthers, List, "2.4.0", PerClient, "Describes the connections, a line each.") with
            {
                Syntax = "[TYPE normal_master_replica_pubsub(NORMAL|MASTER|REPLICA|PUBSUB)]@5.0.0 "
                    + "[ID id{client-id:integer...}]@6.2.0",
                Tips = ["nondeterministic_output"],
            },
            Subcommand("no-evict", 3, OfOthers, NoEvict, "7.0.0", Constant,
                "Keeps the connection open when client buffers must be freed.") with
            {
                Syntax = "enabled(ON|OFF)",
            },
            Subcommand("pause", -3, OfOthers, Pause, "2.9.50", Constant,
                "Holds back the commands of all clients for some time.") with
            {
                Syntax = "timeout:integer [mode(WRITE|ALL)]@6.2.0",
            },
            Subcommand("reply", 3, OfOneself, Reply, "3.2.0", Constant,
                "Says whether the connection wants replies.") with
            {
                Syntax = "on_off_skip(ON|OFF|SKIP)",
            },
            Subcommand("setname", 3, OfOneself, SetName, "2.6.9", Constant, "Names the connection.") with
            {
                Syntax = "connection-name",
            },
            Subcommand("tracking", -3, OfOneself, Track, "6.0.0",
                "O(1). With BCAST, O(N) where N is the number of prefixes.",
                "Says whether the connection is told when keys change of which it keeps copies.") with
            {
                Syntax = "status(ON|OFF) [REDIRECT client-id:integer] [PREFIX prefix...+] [BCAST] [OPTIN] [OPTOUT] "
                    + "[NOLOOP]",
            },
            Subcommand("trackinginfo", 2, OfOneself, DescribeTracking, "6.2.0", Constant,
                "Describes how the connection tracks keys."),
            Subcommand("unblock", -3, OfOthers, Unblock, "5.0.0",
                "O(log N) where N is the number of client connections",
                "Ends the wait of a client in a blocking command.") with
            {
                Syntax = "client-id:integer [timeout_error(TIMEOUT|ERROR)]",
            },
            Subcommand("unpause", 2, OfOthers, Unpause, "6.2.0",
                "O(N) Where N is the number of paused clients", "Ends a pause."),
        ],
    };

    /// <summary>Names the connection, or replies with an error. An empty name removes the name.</summary>
    public static bool TrySetName(in CommandContext context, ReadOnlySpan<byte> name)
    {
        if (name.ContainsAnyExceptInRange((byte)'!', (byte)'~'))
        {
            context.Reply.Error(Errors.InvalidClientName);
            return false;
        }

        context.Session.Name = System.Text.Encoding.ASCII.GetString(name);
        return true;
    }

    private static CommandSpec Subcommand(
        string name, int arity, CommandFlags flags, CommandHandler handler, string since, string complexity,
        string summary) =>
        new(name, arity, flags, handler)
        {
            Group = CommandGroup.Connection, Since = since, Complexity = complexity, Summary = summary,
        };

    private static void NoSubcommand(ref CommandContext context) =>
        context.Reply.Error(Errors.WrongArity(context.Command.FullName));

    /// <summary>CLIENT ID</summary>
    private static void Id(ref CommandContext context) => context.Reply.Integer(context.Session.Id);

    /// <summary>CLIENT GETNAME</summary>
    private static void GetName(ref CommandContext context)
    {
        if (context.Session.Name.Length == 0)
            context.Reply.Null();
        else
            context.Reply.Bulk(context.Session.Name);
    }

    /// <summary>CLIENT SETNAME connection-name</summary>
    private static void SetName(ref CommandContext context)
    {
        if (TrySetName(context, context[2]))
            context.Reply.Ok();
    }

    /// <summary>CLIENT REPLY ON | OFF | SKIP</summary>
    private static void Reply(ref CommandContext context)
    {
        Session session = context.Session;
        if (context.Is(2, "ON"u8))
        {
            session.ReplyMode = ReplyMode.On;
            context.Reply.Ok();
        }
        else if (context.Is(2, "OFF"u8))
        {
            session.ReplyMode = ReplyMode.Off;
        }
        else if (context.Is(2, "SKIP"u8))
        {
            if (session.ReplyMode != ReplyMode.Off)
                session.ReplyMode = ReplyMode.SkipNext;
        }
        else
        {
            context.Reply.Error(Errors.Syntax);
        }
    }

    /// <summary>CLIENT NO-EVICT ON | OFF</summary>
    private static void NoEvict(ref CommandContext context)
    {
        bool isOn = context.Is(2, "ON"u8);
        if (!isOn && !context.Is(2, "OFF"u8))
        {
            context.Reply.Error(Errors.Syntax);
            return;
        }

        context.Session.IsExemptFromEviction = isOn;
        context.Reply.Ok();
    }
}
