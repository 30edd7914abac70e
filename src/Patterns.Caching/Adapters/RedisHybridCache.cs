using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Logging;
using Patterns.Caching.Entries;
using Patterns.Caching.Namespaces;
using StackExchange.Redis;

namespace Patterns.Caching.Adapters;

/// <summary>A <see cref="RedisCache"/> behind the framework's <see cref="HybridCache"/>, so that code written for that
/// one calls the source once for all processes, never stores what an invalidation has overtaken, and sees removals by
/// key and tag in the level of every process.</summary>
/// <remarks>Values that are held in the process are shared by reference, also those that the framework's own
/// implementation would copy at every read because their type is not marked immutable: do not modify what a cache
/// returns.</remarks>
public sealed class RedisHybridCache : HybridCache, IAsyncDisposable, IDisposable
{
    private const string Everything = "*";

    private readonly RedisCache _cache;
    private readonly CacheNamespace _entries;

    /// <summary>Creates the adapter with a cache of its own.</summary>
    /// <param name="database">The database that holds the entries.</param>
    /// <param name="options">The options of the cache.</param>
    /// <param name="logger">Where the cache reports; null means nowhere.</param>
    /// <param name="timeProvider">The clock; null means the system's.</param>
    public RedisHybridCache(
        IDatabase database,
        RedisCacheOptions options,
        ILogger<RedisCache>? logger = null,
        TimeProvider? timeProvider = null)
    {
        _cache = new RedisCache(database, options, logger, timeProvider);
        _entries = _cache.Namespace("h");
    }

    /// <summary>Whether values are held in the process now; for tests.</summary>
    internal bool IsLocalOpen => _cache.Local is { IsOpen: true };

    /// <inheritdoc/>
    /// <remarks>Round trips are those of <see cref="IRedisCache.GetOrSetAsync{TState, T}"/>.</remarks>
    public override async ValueTask<T> GetOrCreateAsync<TState, T>(
        string key,
        TState state,
        Func<TState, CancellationToken, ValueTask<T>> factory,
        HybridCacheEntryOptions? options = null,
        IEnumerable<string>? tags = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(factory);
        HybridCacheEntryFlags flags = options?.Flags ?? HybridCacheEntryFlags.None;
        string name = await _entries.KeyOfAsync(key, cancellationToken).ConfigureAwait(false);
        if (flags.HasFlag(HybridCacheEntryFlags.DisableUnderlyingData))
        {
            CacheLookup<T> lookup = await _cache.TryGetAsync<T>(name, cancellationToken).ConfigureAwait(false);
            return lookup.HasValue ? lookup.Value : default!;
        }

        if (flags.HasFlag(HybridCacheEntryFlags.DisableDistributedCacheRead))
        {
            return await AskAsync(name, state, factory, options, tags, cancellationToken).ConfigureAwait(false);
        }

        return await _cache
            .GetOrSetAsync(
                name,
                (state, factory, flags),
                static (call, context, token) =>
                {
                    if (call.flags.HasFlag(HybridCacheEntryFlags.DisableDistributedCacheWrite))
                    {
                        context.DoNotStore();
                    }

                    return call.factory(call.state, token);
                },
                Translate(options),
                tags?.ToArray(),
                cancellationToken)
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async ValueTask SetAsync<T>(
        string key,
        T value,
        HybridCacheEntryOptions? options = null,
        IEnumerable<string>? tags = null,
        CancellationToken cancellationToken = default)
    {
        string name = await _entries.KeyOfAsync(key, cancellationToken).ConfigureAwait(false);
        await WriteAsync(name, value, options, tags, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async ValueTask RemoveAsync(string key, CancellationToken cancellationToken = default)
    {
        string name = await _entries.KeyOfAsync(key, cancellationToken).ConfigureAwait(false);
        await _cache.RemoveAsync(name, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <remarks>The tag <c>*</c> stands for everything.</remarks>
    public override async ValueTask RemoveByTagAsync(string tag, CancellationToken cancellationToken = default)
    {
        if (tag == Everything)
        {
            await _entries.InvalidateAsync(cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await _cache.RemoveByTagAsync(tag, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _cache.DisposeAsync();

    /// <inheritdoc/>
    public void Dispose() => _cache.Dispose();

    /// <summary>Asks the source without a look into Redis. Whose call has asked it stores the value, if that is
    /// wanted.</summary>
    private async ValueTask<T> AskAsync<TState, T>(
        string name,
        TState state,
        Func<TState, CancellationToken, ValueTask<T>> factory,
        HybridCacheEntryOptions? options,
        IEnumerable<string>? tags,
        CancellationToken cancellationToken)
    {
        bool asked = false;
        T value = await _cache
            .AskSourceAsync(
                name,
                token =>
                {
                    asked = true;
                    return factory(state, token);
                },
                Translate(options),
                cancellationToken)
            .ConfigureAwait(false);
        if (asked)
        {
            await WriteAsync(name, value, options, tags, cancellationToken).ConfigureAwait(false);
        }

        return value;
    }

    private async ValueTask WriteAsync<T>(
        string name,
        T value,
        HybridCacheEntryOptions? options,
        IEnumerable<string>? tags,
        CancellationToken cancellationToken)
    {
        if (options?.Flags?.HasFlag(HybridCacheEntryFlags.DisableDistributedCacheWrite) != true)
        {
            await _cache
                .SetAsync(name, value, Translate(options), tags?.ToArray(), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private static CacheEntryOptions? Translate(HybridCacheEntryOptions? options)
    {
        if (options is null)
        {
            return null;
        }

        HybridCacheEntryFlags flags = options.Flags ?? HybridCacheEntryFlags.None;
        bool bypassesLocal = (flags & HybridCacheEntryFlags.DisableLocalCache) != 0;
        return new CacheEntryOptions
        {
            TimeToLive = EntryLifetime.AtMostMax(options.Expiration),
            LocalTimeToLive = bypassesLocal ? TimeSpan.Zero : EntryLifetime.AtMostMax(options.LocalCacheExpiration),
        };
    }
}
