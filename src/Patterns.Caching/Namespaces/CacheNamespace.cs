using Patterns.Core.Resilience;
using StackExchange.Redis;

namespace Patterns.Caching.Namespaces;

/// <summary>Entries whose keys carry the generation of their namespace, as in
/// <c>catalog@1795248000000000:product:42</c>. To raise the generation takes them all out of reach in one step, however
/// many there are; they expire unread.</summary>
/// <remarks>The generation is held in the process. It is looked up when a change is announced, and at the latest after
/// <see cref="RefreshInterval"/>: for so long a process may read entries of the generation before. Where that is too
/// long, tag the entries instead: tags are looked up with every read.</remarks>
public sealed class CacheNamespace
{
    private readonly RedisCache _cache;
    private readonly GenerationStore _store;
    private readonly TimeProvider _timeProvider;
    private readonly Lock _gate = new();
    private string? _generation;
    private long _readAt;
    private int _forgotten;

    internal CacheNamespace(RedisCache cache, string name, GenerationStore store, TimeProvider timeProvider)
    {
        _cache = cache;
        _store = store;
        _timeProvider = timeProvider;
        Name = name;
    }

    /// <summary>How long a generation is held before Redis is asked again: 1 second.</summary>
    public static TimeSpan RefreshInterval { get; } = TimeSpan.FromSeconds(1);

    /// <summary>The name of the namespace.</summary>
    public string Name { get; }

    /// <summary>The name under which the cache has an entry of this namespace now, for its other operations.</summary>
    /// <param name="key">The name of the entry in the namespace; not empty.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The name. When Redis fails and no generation is known, one that no other process uses, so that the
    /// source is asked.</returns>
    /// <remarks>
    /// Round trips: none; one if the generation has not been looked up for <see cref="RefreshInterval"/>.
    /// </remarks>
    public async ValueTask<string> KeyOfAsync(string key, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        string? generation = Current() ?? await LookUpAsync(cancellationToken).ConfigureAwait(false);
        return $"{Name}@{generation}:{key}";
    }

    /// <summary>Returns the cached value, or calls the source, stores its value and returns it, as
    /// <see cref="IRedisCache.GetOrSetAsync{T}"/> does.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="key">The name of the entry in the namespace; not empty.</param>
    /// <param name="factory">Reads the value from the source.</param>
    /// <param name="options">How this entry is stored; null means the cache's own options.</param>
    /// <param name="cancellationToken">Stops the waiting of this caller alone.</param>
    /// <returns>The value.</returns>
    public async ValueTask<T> GetOrSetAsync<T>(
        string key,
        Func<CacheFactoryContext, CancellationToken, ValueTask<T>> factory,
        CacheEntryOptions? options = null,
        CancellationToken cancellationToken = default)
        => await _cache
            .GetOrSetAsync(
                await KeyOfAsync(key, cancellationToken).ConfigureAwait(false),
                factory,
                options,
                cancellationToken: cancellationToken)
            .ConfigureAwait(false);

    /// <summary>Raises the generation: no entry that was stored before is read any more, by this process at once, by
    /// others when they hear of it, and by all after <see cref="RefreshInterval"/>.</summary>
    /// <param name="cancellationToken">Stops the waiting. The generation may have been raised nevertheless.</param>
    /// <returns>Whether Redis confirmed it.</returns>
    /// <remarks>Round trips: one.</remarks>
    public async ValueTask<CacheWriteResult> InvalidateAsync(CancellationToken cancellationToken = default)
    {
        RedisReply<RedisResult> reply =
            await _store.ReadAsync(Name, raise: true, cancellationToken).ConfigureAwait(false);
        Forget();
        return _cache.ResultOf("invalidate the namespace", Name, reply);
    }

    /// <summary>Looks up the generation at the next need. What a look that is under way will find may be older than
    /// this, and is not kept.</summary>
    internal void Forget()
    {
        lock (_gate)
        {
            _forgotten++;
            _generation = null;
        }
    }

    private string? Current()
    {
        lock (_gate)
        {
            return _generation is not null && _timeProvider.GetElapsedTime(_readAt) < RefreshInterval
                ? _generation
                : null;
        }
    }

    private async ValueTask<string> LookUpAsync(CancellationToken cancellationToken)
    {
        long readAt = _timeProvider.GetTimestamp();
        int forgotten = Volatile.Read(ref _forgotten);
        RedisReply<RedisResult> reply =
            await _store.ReadAsync(Name, raise: false, cancellationToken).ConfigureAwait(false);
        if (_cache.ResultOf("look up the namespace", Name, reply) == CacheWriteResult.Unconfirmed)
        {
            return Guid.NewGuid().ToString("N");
        }

        string generation = reply.Value!.ToString();
        lock (_gate)
        {
            if (forgotten == _forgotten)
            {
                _generation = generation;
                _readAt = readAt;
            }
        }

        return generation;
    }
}
