using Patterns.Caching.Guards;

namespace Patterns.Caching.Strategies.ReadThrough;

/// <summary>A cache that knows its source: callers name a key, and how it is loaded stands in one place.</summary>
/// <remarks>Because the loader outlives its callers, it may also be called in the background.</remarks>
/// <typeparam name="TKey">What names a value.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
public class ReadThroughCache<TKey, TValue>
    where TKey : notnull
{
    private readonly ICacheLoader<TKey, TValue> _loader;
    private readonly BloomGuard? _guard;

    /// <summary>Creates the cache.</summary>
    /// <param name="cache">Where values are cached. Several may share one; their names must differ.</param>
    /// <param name="loader">Reads values from the source.</param>
    /// <param name="options">The options; null means the defaults.</param>
    public ReadThroughCache(
        IRedisCache cache, ICacheLoader<TKey, TValue> loader, ReadThroughOptions<TKey, TValue>? options = null)
    {
        ArgumentNullException.ThrowIfNull(cache);
        ArgumentNullException.ThrowIfNull(loader);
        options ??= new ReadThroughOptions<TKey, TValue>();
        Cache = cache;
        _loader = loader;
        _guard = options.Guard;
        NameOf = options.NameOf;
        Entry = options.Entry;
        Tags = [.. options.Tags];
    }

    private protected IRedisCache Cache { get; }

    private protected Func<TKey, string> NameOf { get; }

    private protected CacheEntryOptions? Entry { get; }

    private protected string[] Tags { get; }

    /// <summary>Returns the cached value, or loads it.</summary>
    /// <param name="key">What names the value.</param>
    /// <param name="cancellationToken">Stops the waiting of this caller alone.</param>
    /// <returns>The value; null when the source has none.</returns>
    /// <remarks>Round trips and errors are those of <see cref="IRedisCache.GetOrSetAsync{TState, T}"/>.</remarks>
    public ValueTask<TValue?> GetAsync(TKey key, CancellationToken cancellationToken = default)
        => Cache.GetOrSetAsync(
            NameOf(key),
            (cache: this, key),
            static (call, context, token) => call.cache.GuardedLoadAsync(call.key, context, token),
            Entry,
            Tags,
            cancellationToken);

    /// <summary>Returns the cached values, and loads all that are missing in one call.</summary>
    /// <param name="keys">What names the values.</param>
    /// <param name="cancellationToken">Stops the waiting of this caller alone.</param>
    /// <returns>The values that there are.</returns>
    /// <remarks>Round trips and errors are those of <see cref="IRedisCache.GetOrSetManyAsync{T}"/>.</remarks>
    public async ValueTask<IReadOnlyDictionary<TKey, TValue>> GetManyAsync(
        IReadOnlyCollection<TKey> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var named = new Dictionary<string, TKey>(StringComparer.Ordinal);
        foreach (TKey key in keys)
        {
            named[NameOf(key)] = key;
        }

        IReadOnlyDictionary<string, TValue> values = await Cache
            .GetOrSetManyAsync(
                named.Keys,
                (names, context, token) => GuardedLoadManyAsync(names, named, context, token),
                Entry,
                Tags,
                cancellationToken)
            .ConfigureAwait(false);
        return values.ToDictionary(value => named[value.Key], value => value.Value);
    }

    /// <summary>Removes a value that has changed in the source; the next reader loads it.</summary>
    /// <param name="key">What names the value.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>Whether Redis confirmed it.</returns>
    /// <remarks>Round trips: one.</remarks>
    public ValueTask<CacheWriteResult> RemoveAsync(TKey key, CancellationToken cancellationToken = default)
        => Cache.RemoveAsync(NameOf(key), cancellationToken);

    /// <summary>Reads one value that is not cached.</summary>
    private protected virtual ValueTask<TValue?> LoadAsync(
        TKey key, CacheFactoryContext context, CancellationToken cancellationToken)
        => _loader.LoadAsync(key, cancellationToken);

    /// <summary>Reads several values that are not cached.</summary>
    private protected virtual async ValueTask<IReadOnlyDictionary<TKey, TValue>> LoadManyAsync(
        IReadOnlyList<TKey> keys, CacheFactoryContext context, CancellationToken cancellationToken)
        => keys.Count == 0
            ? new Dictionary<TKey, TValue>()
            : await _loader.LoadManyAsync(keys, cancellationToken).ConfigureAwait(false);

    private async ValueTask<TValue?> GuardedLoadAsync(
        TKey key, CacheFactoryContext context, CancellationToken cancellationToken)
    {
        if (_guard is not null && !await _guard.MightContainAsync(context.Key, cancellationToken).ConfigureAwait(false))
        {
            // Not remembered either: names that somebody makes up would fill the cache.
            context.DoNotStore();
            return default;
        }

        return await LoadAsync(key, context, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<IReadOnlyDictionary<string, TValue>> GuardedLoadManyAsync(
        IReadOnlyList<string> names,
        Dictionary<string, TKey> named,
        CacheFactoryContext context,
        CancellationToken cancellationToken)
    {
        if (_guard is not null)
        {
            IReadOnlyList<bool> exist =
                await _guard.MightContainAsync(names, cancellationToken).ConfigureAwait(false);
            names = [.. names.Where((_, position) => exist[position])];
        }

        IReadOnlyDictionary<TKey, TValue> values = await LoadManyAsync(
            [.. names.Select(name => named[name])], context, cancellationToken).ConfigureAwait(false);
        return values.ToDictionary(value => NameOf(value.Key), value => value.Value, StringComparer.Ordinal);
    }
}
