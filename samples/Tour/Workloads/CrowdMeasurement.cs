namespace Tour.Workloads;

/// <summary>How long a crowd took in all, and how long its readers waited for each read.</summary>
internal sealed record CrowdMeasurement(TimeSpan Elapsed, LatencySummary Latency);
