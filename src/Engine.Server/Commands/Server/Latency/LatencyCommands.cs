using System.Text;
using Engine.Server.Protocol;
using static Engine.Server.Commands.CommandFlags;

namespace Engine.Server.Commands.Server.Latency;

/// <summary>LATENCY: what took too long, and how long commands take.</summary>
internal static class LatencyCommands
{
    private static readonly string[] s_asked =
        ["nondeterministic_output", "request_policy:all_nodes", "response_policy:special"];

    public static CommandSpec Row { get; } = new("latency", -2, None, CommandSpec.NeedsSubcommand)
    {
        Group = CommandGroup.Server, Since = "2.8.13", Complexity = "Depends on subcommand.",
        Summary = "Looks at what took too long.",
        Subcommands =
        [
            Subcommand("doctor", 2, Doctor, "Reports what took too long, in sentences.") with { Tips = s_asked },
            Subcommand("graph", 3, Graph, "Draws how long an event took lately.") with
            {
                Syntax = "event", Tips = s_asked,
            },
            Subcommand("histogram", -2, Histogram, "Returns how many calls of commands ended within which time.") with
            {
                Since = "7.0.0", Syntax = "[command]...", Tips = s_asked,
                Complexity = "O(N) where N is the number of commands that were called",
            },
            Subcommand("history", 3, History, "Returns when an event took too long, and how long.") with
            {
                Syntax = "event", Tips = s_asked,
            },
            Subcommand("latest", 2, Latest, "Returns for each event when it took too long last.") with
            {
                Tips = s_asked,
            },
            Subcommand("reset", -2, Reset, "Forgets what took too long.") with
            {
                Syntax = "[event]...", Tips = ["request_policy:all_nodes", "response_policy:all_succeeded"],
            },
            Subcommand("help", 2, Help, "Lists the subcommands.") with { Flags = Loading | Stale },
        ],
    };

    private static CommandSpec Subcommand(string name, int arity, CommandHandler handler, string summary) =>
        new(name, arity, Admin | NoScript | Loading | Stale, handler)
        {
            Group = CommandGroup.Server, Since = "2.8.13", Complexity = "O(1)", Summary = summary,
        };

    /// <summary>LATENCY LATEST</summary>
    private static void Latest(ref CommandContext context)
    {
        context.Reply.Array(context.Engine.Latency.Series.Count);
        foreach ((string name, LatencySeries series) in context.Engine.Latency.Series)
        {
            context.Reply.Array(4);
            context.Reply.Bulk(name);
            context.Reply.Integer(series.Latest.UnixSeconds);
            context.Reply.Integer(series.Latest.Milliseconds);
            context.Reply.Integer(series.Worst);
        }
    }

    /// <summary>LATENCY HISTORY event</summary>
    private static void History(ref CommandContext context)
    {
        IReadOnlyList<LatencySample> samples = context.Engine.Latency.Find(Text(context[2]))?.Samples ?? [];
        context.Reply.Array(samples.Count);
        foreach (LatencySample sample in samples)
        {
            context.Reply.Array(2);
            context.Reply.Integer(sample.UnixSeconds);
            context.Reply.Integer(sample.Milliseconds);
        }
    }

    /// <summary>LATENCY GRAPH event</summary>
    private static void Graph(ref CommandContext context)
    {
        string name = Text(context[2]);
        if (context.Engine.Latency.Find(name) is { } series)
            context.Reply.Verbatim(LatencyGraph.Draw(name, series, context.Engine.Clock.Now / 1000), "txt"u8);
        else
            context.Reply.Error(Errors.NoLatencySamples(context[2]));
    }

    /// <summary>LATENCY DOCTOR</summary>
    private static void Doctor(ref CommandContext context) =>
        context.Reply.Verbatim(LatencyDoctor.Report(context.Engine, context.Engine.Clock.Now / 1000), "txt"u8);

    /// <summary>LATENCY RESET [event ...]</summary>
    private static void Reset(ref CommandContext context)
    {
        LatencyMonitor latency = context.Engine.Latency;
        string[] names = [.. latency.Series.Keys];
        if (context.Count > 2)
        {
            names = new string[context.Count - 2];
            for (int i = 0; i < names.Length; i++)
                names[i] = Text(context[i + 2]);
        }

        context.Reply.Integer(names.Count(latency.Reset));
    }

    /// <summary>LATENCY HISTOGRAM [command ...]</summary>
    private static void Histogram(ref CommandContext context)
    {
        List<CommandSpec> commands = [];
        for (int i = 2; i < context.Count; i++)
        {
            if (CommandTable.Find(Text(context[i])) is { } command)
                commands.AddRange([command, .. command.Subcommands]);
        }

        if (context.Count == 2)
            commands.AddRange(CommandTable.All.SelectMany(command => command.Subcommands.Prepend(command)));
        CommandStatistics[] statistics = context.Engine.CommandStatistics;
        commands.RemoveAll(command => !statistics[command.Index].HasLatencies);
        context.Reply.Map(commands.Count);
        foreach (CommandSpec command in commands)
        {
            context.Reply.Bulk(command.FullName);
            Write(context.Reply, statistics[command.Index].Latencies);
        }
    }

    private static void Write(ReplyWriter reply, LatencyHistogram histogram)
    {
        (long Microseconds, long Calls)[] steps = [.. histogram.Cumulative()];
        reply.Map(2);
        reply.Bulk("calls"u8);
        reply.Integer(histogram.Total);
        reply.Bulk("histogram_usec"u8);
        reply.Map(steps.Length);
        foreach ((long microseconds, long calls) in steps)
        {
            reply.Integer(microseconds);
            reply.Integer(calls);
        }
    }

    /// <summary>LATENCY HELP</summary>
    private static void Help(ref CommandContext context) => HelpReply.Write(context.Reply, "LATENCY",
    [
        "DOCTOR",
        "    Return a human readable latency analysis report.",
        "GRAPH <event>",
        "    Return an ASCII latency graph for the <event> class.",
        "HISTORY <event>",
        "    Return time-latency samples for the <event> class.",
        "LATEST",
        "    Return the latest latency samples for all events.",
        "RESET [<event> ...]",
        "    Reset latency data of one or more <event> classes.",
        "    (default: reset all data for all event classes)",
        "HISTOGRAM [COMMAND ...]",
        "    Return a cumulative distribution of latencies in the format of a histogram for the specified command"
            + " names.",
        "    If no commands are specified then all histograms are replied.",
    ]);

    private static string Text(ReadOnlySpan<byte> argument) => Encoding.Latin1.GetString(argument);
}
