using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Patterns.Caching.Strategies.ReadThrough;

namespace Patterns.Caching.Strategies.RefreshAhead;

/// <summary>A read-through cache whose values are refreshed before their time is over: once a value is there, nobody
/// waits for the source as long as it is read now and then, or is kept warm.</summary>
/// <remarks>A read in the last part of a value's time gets the value, and starts its refresh in the background. However
/// many processes read it, one of them refreshes. Values held in the process itself are not seen by Redis; they are
/// read from there again soon enough if the level's time to live is shorter than the last part of a value's
/// time.</remarks>
/// <typeparam name="TKey">What names a value.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
public sealed class RefreshAheadCache<TKey, TValue> : ReadThroughCache<TKey, TValue>, IAsyncDisposable, IDisposable
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, bool> _warm = new();
    private readonly ITimer _timer;

    /// <summary>Creates the cache.</summary>
    /// <param name="cache">Where values are cached. Several may share one; their names must differ.</param>
    /// <param name="loader">Reads values from the source.</param>
    /// <param name="options">When values are refreshed.</param>
    /// <param name="nameOf">The name of an entry; null means the culture-invariant text of the key.</param>
    /// <param name="timeProvider">The clock of <see cref="RefreshAheadOptions.WarmingInterval"/>; null means the
    /// system's.</param>
    /// <exception cref="OptionsValidationException">An option is out of bounds.</exception>
    public RefreshAheadCache(
        IRedisCache cache,
        ICacheLoader<TKey, TValue> loader,
        RefreshAheadOptions options,
        Func<TKey, string>? nameOf = null,
        TimeProvider? timeProvider = null)
        : base(cache, loader, Translate(options, nameOf))
    {
        _timer = (timeProvider ?? TimeProvider.System).CreateTimer(
            static cache => _ = ((RefreshAheadCache<TKey, TValue>)cache!).WarmAsync(),
            this,
            options.WarmingInterval,
            options.WarmingInterval);
    }

    /// <summary>Refreshes a value from now on whether it is read or not, until <see cref="LetCool"/>.</summary>
    /// <param name="key">What names the value.</param>
    public void KeepWarm(TKey key) => _warm[key] = true;

    /// <summary>Refreshes a value only when it is read.</summary>
    /// <param name="key">What names the value.</param>
    public void LetCool(TKey key) => _warm.TryRemove(key, out _);

    /// <summary>Stops keeping values warm.</summary>
    /// <returns>Completes when the timer has ended.</returns>
    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    /// <summary>Stops keeping values warm.</summary>
    public void Dispose() => _timer.Dispose();

    private static ReadThroughOptions<TKey, TValue> Translate(RefreshAheadOptions options, Func<TKey, string>? nameOf)
    {
        ArgumentNullException.ThrowIfNull(options);
        new RefreshAheadOptionsValidator().ThrowIfInvalid(options);
        var translated = new ReadThroughOptions<TKey, TValue>
        {
            Entry = new CacheEntryOptions
            {
                TimeToLive = options.TimeToLive,
                Jitter = 0,
                RefreshAhead = options.TimeToLive * (1 - options.RefreshAfter),
            },
        };
        translated.NameOf = nameOf ?? translated.NameOf;
        return translated;
    }

    private async Task WarmAsync()
    {
        foreach (TKey key in _warm.Keys)
        {
            try
            {
                // A read is enough: it fills what is missing and refreshes what is due.
                await GetAsync(key).ConfigureAwait(false);
            }
            catch (Exception)
            {
                // The cache has reported it, and the next round tries again.
            }
        }
    }
}
