using Tour.Servers;
using Tour.Workloads;

namespace Tour.Chapters.CacheAside;

/// <summary>One pass of all readers through a plan.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="Plan">What was to be read.</param>
/// <param name="Ledger">What the readers saw.</param>
/// <param name="Crowd">How long it took.</param>
/// <param name="Server">What the server did for it.</param>
internal sealed record Phase(
    string Name, ReadPlan Plan, ReadLedger Ledger, CrowdMeasurement Crowd, ServerStatistics Server);
