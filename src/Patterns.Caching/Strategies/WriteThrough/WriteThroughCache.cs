using Patterns.Caching.Strategies.ReadThrough;
using Patterns.Caching.Tags;

namespace Patterns.Caching.Strategies.WriteThrough;

/// <summary>A cache through which values are written as well as read: the source first, then the entry, under a lease
/// that keeps everybody else from storing what was there before.</summary>
/// <typeparam name="TKey">What names a value.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
public sealed class WriteThroughCache<TKey, TValue> : ReadThroughCache<TKey, TValue>
    where TKey : notnull
{
    private readonly RedisCache _cache;
    private readonly ICacheStore<TKey, TValue> _store;

    /// <summary>Creates the cache.</summary>
    /// <param name="cache">Where values are cached. Several may share one; their names must differ.</param>
    /// <param name="store">The source.</param>
    /// <param name="options">The options; null means the defaults.</param>
    public WriteThroughCache(
        RedisCache cache, ICacheStore<TKey, TValue> store, ReadThroughOptions<TKey, TValue>? options = null)
        : base(cache, store, options)
    {
        _cache = cache;
        _store = store;
    }

    /// <summary>Stores a value in the source, then in the cache.</summary>
    /// <param name="key">What names the value.</param>
    /// <param name="value">The value.</param>
    /// <param name="cancellationToken">Stops the waiting for Redis before the source is written, and is handed to the
    /// source.</param>
    /// <returns>What has become of the entry; the source has the value in every case.</returns>
    /// <remarks>Round trips: two beside the source. If the source throws, its exception comes through and the entry is
    /// removed, because the source may have the value nevertheless. A failing Redis never keeps the source from being
    /// written.</remarks>
    public ValueTask<WriteThroughOutcome> SetAsync(
        TKey key, TValue value, CancellationToken cancellationToken = default)
        => _cache.WriteThroughAsync(
            NameOf(key),
            (_store, key, value),
            static (call, token) => call._store.WriteAsync(call.key, call.value, token),
            value,
            Entry,
            TagSet.Check(Tags),
            cancellationToken);

    /// <summary>Removes a value from the source, and remembers in the cache that there is none.</summary>
    /// <param name="key">What names the value.</param>
    /// <param name="cancellationToken">Stops the waiting for Redis before the source is written, and is handed to the
    /// source.</param>
    /// <returns>What has become of the entry; the source does not have the value in any case.</returns>
    /// <remarks>As <see cref="SetAsync"/>.</remarks>
    public async ValueTask<WriteThroughOutcome> DeleteAsync(TKey key, CancellationToken cancellationToken = default)
        => await _cache
            .WriteThroughAsync(
                NameOf(key),
                (_store, key),
                static (call, token) => call._store.DeleteAsync(call.key, token),
                default(TValue?),
                Entry,
                TagSet.Check(Tags),
                cancellationToken)
            .ConfigureAwait(false);
}
