namespace Patterns.Locking.Idempotency;

/// <summary>What an operation knows of its run.</summary>
/// <param name="Key">Its key.</param>
/// <param name="FencingToken">A number that grows with every run of the key: what the run writes carries it, and is
/// refused when a later run has written.</param>
public readonly record struct IdempotentRun(string Key, long FencingToken);
