namespace Patterns.Locking.Tests.Histories;

/// <summary>What a history counts, so that a test can require that it happened.</summary>
internal enum HistoryCount
{
    Acquired,
    Queued,
    Refused,
    Unavailable,
    Released,
    Lost,
    Written,
    RefusedAsStale,
    Paused,
    Cut,
    Delayed,
    Partitioned,
    Killed,
}
