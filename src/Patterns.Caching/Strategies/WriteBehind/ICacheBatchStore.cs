namespace Patterns.Caching.Strategies.WriteBehind;

/// <summary>Reads values from the source and changes many of them there in one step.</summary>
/// <typeparam name="TKey">What names a value.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
public interface ICacheBatchStore<TKey, TValue> : ICacheLoader<TKey, TValue>
    where TKey : notnull
    where TValue : class
{
    /// <summary>Stores values, new or in place of others, and removes some.</summary>
    /// <param name="writes">What to do: one write for each key at most, in the order of their acceptance.</param>
    /// <param name="cancellationToken">Cancelled when another worker may have taken over, and when the time for the
    /// call is over.</param>
    /// <returns>Completes when all is stored for good.</returns>
    /// <remarks>A batch may come again, whole or in other parts, after a failure or a crash: storing a value twice must
    /// be the same as storing it once. When it throws, some writes may have happened. Throw a
    /// <see cref="WriteRejectedException"/> for a write that can never succeed: it is not repeated.</remarks>
    ValueTask WriteManyAsync(
        IReadOnlyList<PendingWrite<TKey, TValue>> writes, CancellationToken cancellationToken);
}
