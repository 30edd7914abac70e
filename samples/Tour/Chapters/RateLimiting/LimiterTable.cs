using Tour.Reports;

namespace Tour.Chapters.RateLimiting;

/// <summary>The limiters as a table.</summary>
internal static class LimiterTable
{
    private static readonly string[] Columns =
        ["Limiter", "0.9 of\na window", "1.1", "1.5", "Granted", "At most", "p50\nms", "p99\nms"];

    public static ResultTable Of(IEnumerable<LimiterRun> runs) => new(Columns, [.. runs.Select(Row)]);

    private static string[] Row(LimiterRun run) =>
    [
        run.Name,
        .. run.Bursts.Select(burst => Figures.Number(burst.Granted)),
        Figures.Number(run.Granted),
        Figures.Number(run.Promised),
        Figures.Milliseconds(run.Bursts[0].Crowd.Latency.P50),
        Figures.Milliseconds(run.Bursts[0].Crowd.Latency.P99),
    ];
}
