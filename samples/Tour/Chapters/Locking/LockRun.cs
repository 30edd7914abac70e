using Tour.Workloads;

namespace Tour.Chapters.Locking;

/// <summary>A crowd of visitors, and what was counted of them.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="Visitors">How many came.</param>
/// <param name="Counted">How many were counted.</param>
/// <param name="MostInside">How many were inside at once.</param>
/// <param name="TokensOutOfOrder">How many tokens did not grow.</param>
/// <param name="Crowd">How long they waited and counted.</param>
internal sealed record LockRun(
    string Name, int Visitors, long Counted, int MostInside, int TokensOutOfOrder, CrowdMeasurement Crowd);
