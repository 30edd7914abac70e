namespace Patterns.Caching.Strategies;

/// <summary>Reads values from the source.</summary>
/// <typeparam name="TKey">What names a value.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
public interface ICacheLoader<TKey, TValue>
    where TKey : notnull
{
    /// <summary>Reads one value.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits any more, or when the source's timeout is
    /// over.</param>
    /// <returns>The value; null when the source has none.</returns>
    ValueTask<TValue?> LoadAsync(TKey key, CancellationToken cancellationToken);

    /// <summary>Reads several values. A loader that can do it in one step should; as it stands here they are read one
    /// after the other.</summary>
    /// <param name="keys">Their names.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits any more, or when the source's timeout is
    /// over.</param>
    /// <returns>The values that the source has.</returns>
    async ValueTask<IReadOnlyDictionary<TKey, TValue>> LoadManyAsync(
        IReadOnlyList<TKey> keys, CancellationToken cancellationToken)
    {
        var values = new Dictionary<TKey, TValue>(keys.Count);
        foreach (TKey key in keys)
        {
            if (await LoadAsync(key, cancellationToken).ConfigureAwait(false) is { } value)
            {
                values.Add(key, value);
            }
        }

        return values;
    }
}
