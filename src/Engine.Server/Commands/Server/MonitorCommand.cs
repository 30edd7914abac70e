using Engine.Server.Protocol;
using static Engine.Server.Commands.CommandFlags;

namespace Engine.Server.Commands.Server;

/// <summary>MONITOR: shows all commands to the client.</summary>
internal static class MonitorCommand
{
    public static CommandSpec Row { get; } = new("monitor", 1, Admin | NoScript | Loading | Stale, Run)
    {
        Group = CommandGroup.Server, Since = "1.0.0",
        Summary = "Shows every command from now on, as it is run.",
    };

    /// <summary>MONITOR; who monitors already gets no second answer, as in Redis.</summary>
    private static void Run(ref CommandContext context)
    {
        if (context.IsNested)
        {
            context.Reply.Error(Errors.NoMonitorInTransaction);
            return;
        }

        if (context.Session.IsMonitor)
            return;
        context.Engine.Monitors.Add(context.Session);
        context.Reply.Ok();
    }
}
