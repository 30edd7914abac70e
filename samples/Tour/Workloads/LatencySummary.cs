using System.Diagnostics;

namespace Tour.Workloads;

/// <summary>What a crowd of readers waited, by nearest-rank percentiles.</summary>
internal sealed record LatencySummary(TimeSpan P50, TimeSpan P95, TimeSpan P99, TimeSpan Max)
{
    /// <summary>Summarises durations in ticks of <see cref="Stopwatch"/>; there must be at least one.</summary>
    public static LatencySummary Of(IEnumerable<long> durations)
    {
        long[] sorted = [.. durations.Order()];
        if (sorted.Length == 0)
        {
            throw new ArgumentException("There is no duration to summarise.", nameof(durations));
        }

        return new LatencySummary(
            Percentile(sorted, 50), Percentile(sorted, 95), Percentile(sorted, 99), Percentile(sorted, 100));
    }

    /// <summary>The smallest duration that at least so many percent of the durations do not exceed.</summary>
    private static TimeSpan Percentile(long[] sorted, int percent)
    {
        int rank = (int)Math.Ceiling(sorted.Length * percent / 100.0);
        return Stopwatch.GetElapsedTime(0, sorted[rank - 1]);
    }
}
