namespace Patterns.Caching.Strategies.WriteBehind;

/// <summary>A write that was accepted and that the source is to get.</summary>
/// <typeparam name="TKey">What names the value.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
/// <param name="Key">What names the value.</param>
/// <param name="Value">The value; null when it is to be removed.</param>
/// <param name="Version">Grows from write to write of a key: about the time of acceptance in microseconds since 1970,
/// by the clock of Redis. A source that keeps it with the row and takes only what is newer is safe from a worker that
/// stood still while another took over.</param>
public sealed record PendingWrite<TKey, TValue>(TKey Key, TValue? Value, long Version)
    where TKey : notnull
    where TValue : class;
