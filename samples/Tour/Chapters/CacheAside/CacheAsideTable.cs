using System.Globalization;
using Tour.Reports;

namespace Tour.Chapters.CacheAside;

/// <summary>The phases of the chapter as a table.</summary>
internal static class CacheAsideTable
{
    private static readonly string[] Columns =
    [
        "Phase", "Reads", "Hit\nrate", "Source\ncalls", "Server\ncommands",
        "p50\nms", "p95\nms", "p99\nms", "Reads\nper s",
    ];

    public static ResultTable Of(IEnumerable<Phase> phases) => new(Columns, [.. phases.Select(Row)]);

    private static string[] Row(Phase phase) =>
    [
        phase.Name,
        Figures.Number(phase.Ledger.Reads),
        (100 * phase.Ledger.HitRate).ToString("0.0", CultureInfo.InvariantCulture) + "%",
        Figures.Number(phase.Ledger.SourceCalls),
        Figures.Number(phase.Server.Commands),
        Figures.Milliseconds(phase.Crowd.Latency.P50),
        Figures.Milliseconds(phase.Crowd.Latency.P95),
        Figures.Milliseconds(phase.Crowd.Latency.P99),
        Figures.Number(phase.Ledger.Reads / phase.Crowd.Elapsed.TotalSeconds),
    ];
}
