using System.Globalization;
using System.Text;

namespace Engine.Server.Commands.Server.Latency;

/// <summary>LATENCY DOCTOR: what took too long, and what to do about it, in sentences.</summary>
internal static class LatencyDoctor
{
    public static string Report(EngineState engine, long now)
    {
        if (engine.Options.LatencyThreshold == 0)
        {
            return "Latency is not monitored. CONFIG SET latency-monitor-threshold <milliseconds> begins to keep what "
                + "takes at least so long.\n";
        }

        if (engine.Latency.Series.Count == 0)
            return Text($"Nothing took {engine.Options.LatencyThreshold} milliseconds or longer.\n");
        var report = new StringBuilder();
        foreach ((string name, LatencySeries series) in engine.Latency.Series)
            Describe(report, name, series, now);
        if (engine.Latency.Find("command") is not null)
            AppendAdvice(report, engine.Options);
        return report.ToString();
    }

    private static void Describe(StringBuilder report, string name, LatencySeries series, long now)
    {
        IReadOnlyList<LatencySample> samples = series.Samples;
        double average = samples.Average(sample => sample.Milliseconds);
        double deviation = samples.Average(sample => Math.Abs(sample.Milliseconds - average));
        double period = (double)Math.Max(1, now - samples[0].UnixSeconds) / samples.Count;
        report.Append(Text($"{name}: {samples.Count} times, {average:F0} ms on average, mean deviation "));
        report.Append(Text($"{deviation:F0} ms, every {period:F2} seconds. The worst was {series.Worst} ms.\n"));
    }

    private static void AppendAdvice(StringBuilder report, EngineOptions options)
    {
        if (options.SlowLogThreshold < 0 || options.SlowLogMaxLength == 0)
            report.Append("The slow log is off; CONFIG SET slowlog-log-slower-than 1000 switches it on.\n");
        else if (options.SlowLogThreshold / 1000 > options.LatencyThreshold)
            report.Append("The slow log misses some of it; CONFIG SET slowlog-log-slower-than 1000 keeps more.\n");
        report.Append("SLOWLOG GET shows which commands it was. Commands on many elements at once take long; ");
        report.Append("so does deleting large values, for which UNLINK and the lazyfree options are.\n");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
