namespace Patterns.Peers.Benchmarks.Contests;

/// <summary>The algorithm of a limit.</summary>
internal enum LimitKind
{
    FixedWindow,
    SlidingLog,
    TokenBucket,
    Concurrency,
}
