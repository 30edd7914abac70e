using System.Buffers;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging;
using Patterns.Caching.Entries;
using StackExchange.Redis;

namespace Patterns.Caching.Adapters;

/// <summary>A <see cref="RedisCache"/> behind the interfaces of the framework: for ASP.NET Core's session, and whatever
/// else stores bytes.</summary>
/// <remarks>
/// <para>Entries have a sliding and an absolute expiry as the caller says, without jitter. One without any, or with a
/// longer one, lives for 3650 days, because every key in Redis has an expiry.</para>
/// <para>A failure of Redis is a <see cref="CacheUnavailableException"/>, unless the options say otherwise: a session
/// that cannot be read must not look like one that does not exist.</para>
/// <para>The methods that are not asynchronous block their thread until Redis has answered: they are there for the
/// interface.</para>
/// </remarks>
public sealed class RedisDistributedCache : IBufferDistributedCache, IAsyncDisposable, IDisposable
{
    private readonly RedisCache _cache;
    private readonly TimeProvider _timeProvider;

    /// <summary>Creates the adapter with a cache of its own.</summary>
    /// <param name="database">The database that holds the entries.</param>
    /// <param name="options">The options of the cache.</param>
    /// <param name="logger">Where the cache reports; null means nowhere.</param>
    /// <param name="timeProvider">The clock by which absolute expiries count from now; null means the system's.</param>
    public RedisDistributedCache(
        IDatabase database,
        RedisCacheOptions options,
        ILogger<RedisCache>? logger = null,
        TimeProvider? timeProvider = null)
    {
        _cache = new RedisCache(database, options, logger, timeProvider);
        _timeProvider = timeProvider ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    /// <remarks>Round trips: one; two when the read prolongs a sliding entry.</remarks>
    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        CacheLookup<byte[]> lookup = await _cache.TryGetAsync<byte[]>(key, token).ConfigureAwait(false);
        return lookup.HasValue ? lookup.Value : null;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> TryGetAsync(
        string key, IBufferWriter<byte> destination, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        CacheLookup<byte[]> lookup = await _cache.TryGetAsync<byte[]>(key, token).ConfigureAwait(false);
        if (lookup.HasValue)
        {
            destination.Write(lookup.Value);
        }

        return lookup.HasValue;
    }

    /// <inheritdoc/>
    /// <remarks>Round trips: one.</remarks>
    public async Task SetAsync(
        string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(value);
        await _cache
            .SetAsync(key, value, Translate(options), cancellationToken: token)
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask SetAsync(
        string key,
        ReadOnlySequence<byte> value,
        DistributedCacheEntryOptions options,
        CancellationToken token = default)
        => await SetAsync(key, value.ToArray(), options, token).ConfigureAwait(false);

    /// <inheritdoc/>
    /// <remarks>Round trips: one. The value stays in Redis.</remarks>
    public async Task RefreshAsync(string key, CancellationToken token = default)
        => await _cache.TouchAsync(key, token).ConfigureAwait(false);

    /// <inheritdoc/>
    /// <remarks>Round trips: one.</remarks>
    public async Task RemoveAsync(string key, CancellationToken token = default)
        => await _cache.RemoveAsync(key, token).ConfigureAwait(false);

    /// <inheritdoc/>
    public byte[]? Get(string key) => GetAsync(key).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public bool TryGet(string key, IBufferWriter<byte> destination)
        => TryGetAsync(key, destination).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public void Set(string key, byte[] value, DistributedCacheEntryOptions options)
        => SetAsync(key, value, options).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public void Set(string key, ReadOnlySequence<byte> value, DistributedCacheEntryOptions options)
        => SetAsync(key, value, options).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public void Refresh(string key) => RefreshAsync(key).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public void Remove(string key) => RemoveAsync(key).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _cache.DisposeAsync();

    /// <inheritdoc/>
    public void Dispose() => _cache.Dispose();

    private CacheEntryOptions Translate(DistributedCacheEntryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        TimeSpan? absolute = options.AbsoluteExpirationRelativeToNow;
        if (options.AbsoluteExpiration is { } end && absolute is null)
        {
            absolute = end - _timeProvider.GetUtcNow();
            if (absolute <= TimeSpan.Zero)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(options),
                    $"The absolute expiration {end:O} is not in the future, as it must be: remove the entry instead.");
            }
        }

        return new CacheEntryOptions
        {
            TimeToLive = EntryLifetime.AtMostMax(absolute)
                ?? (options.SlidingExpiration is null ? EntryLifetime.Max : null),
            SlidingExpiration = EntryLifetime.AtMostMax(options.SlidingExpiration),
            Jitter = 0,
        };
    }
}
