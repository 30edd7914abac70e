using Tour.Reports;

namespace Tour.Chapters.Leaderboard;

/// <summary>The phases of the chapter as a table.</summary>
internal static class BoardTable
{
    private static readonly string[] Columns =
        ["Phase", "Operations", "Server\ncalls", "p50\nms", "p95\nms", "p99\nms", "Operations\nper s"];

    public static ResultTable Of(IEnumerable<BoardPhase> phases) => new(Columns, [.. phases.Select(Row)]);

    private static string[] Row(BoardPhase phase) =>
    [
        phase.Name,
        Figures.Number(phase.Operations),
        Figures.Number(phase.Calls),
        Figures.Milliseconds(phase.Pass.Crowd.Latency.P50),
        Figures.Milliseconds(phase.Pass.Crowd.Latency.P95),
        Figures.Milliseconds(phase.Pass.Crowd.Latency.P99),
        Figures.Number(phase.Operations / phase.Pass.Crowd.Elapsed.TotalSeconds),
    ];
}
