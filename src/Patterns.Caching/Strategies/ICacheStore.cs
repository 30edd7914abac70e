namespace Patterns.Caching.Strategies;

/// <summary>Reads values from the source and changes them there.</summary>
/// <typeparam name="TKey">What names a value.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
public interface ICacheStore<TKey, TValue> : ICacheLoader<TKey, TValue>
    where TKey : notnull
{
    /// <summary>Stores a value, new or in place of another.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="value">The value.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>Completes when the value is stored for good.</returns>
    ValueTask WriteAsync(TKey key, TValue value, CancellationToken cancellationToken);

    /// <summary>Removes a value; one that does not exist counts as removed.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>Completes when the value is gone for good.</returns>
    ValueTask DeleteAsync(TKey key, CancellationToken cancellationToken);
}
