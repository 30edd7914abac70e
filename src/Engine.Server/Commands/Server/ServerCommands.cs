using Engine.Server.Access;
using static Engine.Server.Commands.CommandFlags;

namespace Engine.Server.Commands.Server;

/// <summary>Commands about the server itself.</summary>
internal static class ServerCommands
{
    public static CommandSpec[] Table { get; } =
    [
        Acl.AclCommands.Acl,
        ConfigCommands.Config,
        Info.InfoCommand.Info,
        SlowLogCommands.SlowLogCommand,
        Latency.LatencyCommands.Row,
        MonitorCommand.Row,
        MemoryCommands.Memory,
        Debugging.DebugCommand.Row,
        ShutdownCommand.Row,
        Lolwut.Row,
        new("time", 1, Loading | Stale | Fast, Time)
        {
            Group = CommandGroup.Server, Since = "2.6.0", Complexity = "O(1)",
            Summary = "Returns the server's time: Unix seconds, and microseconds of the current second.",
            Tips = ["nondeterministic_output"],
        },
        new("role", 1, NoScript | Loading | Stale | Fast, Role)
        {
            Group = CommandGroup.Server, Since = "2.8.12", Complexity = "O(1)",
            Acl = AclCategories.Admin | AclCategories.Dangerous,
            Summary = "Returns what the server is in replication.",
        },
    ];

    /// <summary>ROLE of a primary without replicas, which has sent nothing.</summary>
    private static void Role(ref CommandContext context)
    {
        context.Reply.Array(3);
        context.Reply.Bulk("master"u8);
        context.Reply.Integer(0);
        context.Reply.EmptyArray();
    }

    /// <summary>TIME</summary>
    private static void Time(ref CommandContext context)
    {
        (long seconds, long microseconds) = Math.DivRem(context.Engine.Clock.ReadMicroseconds(), 1_000_000);
        context.Reply.Array(2);
        context.Reply.BulkInteger(seconds);
        context.Reply.BulkInteger(microseconds);
    }
}
