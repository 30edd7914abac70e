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
        Number(phase.Ledger.Reads),
        (100 * phase.Ledger.HitRate).ToString("0.0", CultureInfo.InvariantCulture) + "%",
        Number(phase.Ledger.SourceCalls),
        Number(phase.Server.Commands),
        Milliseconds(phase.Crowd.Latency.P50),
        Milliseconds(phase.Crowd.Latency.P95),
        Milliseconds(phase.Crowd.Latency.P99),
        Number(phase.Ledger.Reads / phase.Crowd.Elapsed.TotalSeconds),
    ];

    private static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Milliseconds(TimeSpan duration)
        => duration.TotalMilliseconds.ToString("N1", CultureInfo.InvariantCulture);
}
