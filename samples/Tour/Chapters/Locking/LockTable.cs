using Tour.Reports;

namespace Tour.Chapters.Locking;

/// <summary>The crowds as a table.</summary>
internal static class LockTable
{
    private static readonly string[] Columns =
        ["Locks", "Visitors", "Counted", "Lost", "At once", "p50\nms", "p99\nms"];

    public static ResultTable Of(IEnumerable<LockRun> runs) => new(Columns, [.. runs.Select(Row)]);

    private static string[] Row(LockRun run) =>
    [
        run.Name,
        Figures.Number(run.Visitors),
        Figures.Number(run.Counted),
        Figures.Number(run.Visitors - run.Counted),
        Figures.Number(run.MostInside),
        Figures.Milliseconds(run.Crowd.Latency.P50),
        Figures.Milliseconds(run.Crowd.Latency.P99),
    ];
}
