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
        ModuleCommands.Row,
        new("time", 1, Loading | Stale | Fast, Time)
        {
            Group = CommandGroup.Server, Since = "2.6.0", Complexity = "O(1)",
            Summary = "Returns the server's time: Unix seconds, and microseconds of the current second.",
            Tips = ["nondeterministic_output"],
        },
    ];

    /// <summary>TIME</summary>
    private static void Time(ref CommandContext context)
    {
        (long seconds, long microseconds) = Math.DivRem(context.Engine.Clock.ReadMicroseconds(), 1_000_000);
        context.Reply.Array(2);
        context.Reply.BulkInteger(seconds);
        context.Reply.BulkInteger(microseconds);
    }
}
