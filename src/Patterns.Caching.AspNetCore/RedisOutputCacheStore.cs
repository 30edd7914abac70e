using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Patterns.Core;

namespace Patterns.Caching.AspNetCore;

/// <summary>Keeps the responses of ASP.NET Core's output cache in a cache on Redis: all processes share them, and what
/// one evicts by a tag no other serves.</summary>
/// <remarks>While Redis fails, responses are made anew, unless the cache's failure mode says otherwise. Those that are
/// larger than the cache allows are not stored.</remarks>
/// <param name="cache">Where responses are kept. It belongs to the caller.</param>
/// <param name="logger">Where responses that are too large are reported; null means nowhere.</param>
/// <param name="timeProvider">The clock of lines that are not repeated at once; null means the system's.</param>
public sealed class RedisOutputCacheStore(
    IRedisCache cache, ILogger<RedisOutputCacheStore>? logger = null, TimeProvider? timeProvider = null)
    : IOutputCacheStore
{
    // The bounds of an entry's time to live.
    private static readonly TimeSpan _shortest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan _longest = TimeSpan.FromDays(3650);

    private readonly ILogger _logger = logger ?? NullLogger<RedisOutputCacheStore>.Instance;
    private readonly LogPace _tooLarge = new(timeProvider ?? TimeProvider.System);

    /// <inheritdoc/>
    /// <remarks>Round trips: one; two if the response has tags; none if the cache holds it in the process.</remarks>
    public async ValueTask<byte[]?> GetAsync(string key, CancellationToken cancellationToken)
    {
        CacheLookup<byte[]> found = await cache.TryGetAsync<byte[]>(key, cancellationToken).ConfigureAwait(false);
        return found.HasValue ? found.Value : null;
    }

    /// <inheritdoc/>
    /// <remarks>Round trips: one; two if the response has tags. It lives for as long as the caller says, without
    /// jitter.</remarks>
    public async ValueTask SetAsync(
        string key, byte[] value, string[]? tags, TimeSpan validFor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(value);
        TimeSpan lifetime = validFor < _shortest ? _shortest : validFor > _longest ? _longest : validFor;
        var options = new CacheEntryOptions { TimeToLive = lifetime, Jitter = 0 };
        try
        {
            await cache.SetAsync(key, value, options, tags, cancellationToken).ConfigureAwait(false);
        }
        catch (CacheValueTooLargeException exception)
        {
            // The client has its response: one that cannot be kept is none that failed.
            if (_tooLarge.TryTake(out long suppressed))
            {
                Log.ResponseTooLarge(_logger, key, suppressed, exception);
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>Round trips: one.</remarks>
    /// <exception cref="CacheUnavailableException">Redis did not confirm it: the responses may still be
    /// served.</exception>
    public async ValueTask EvictByTagAsync(string tag, CancellationToken cancellationToken)
    {
        if (await cache.RemoveByTagAsync(tag, cancellationToken).ConfigureAwait(false) != CacheWriteResult.Confirmed)
        {
            throw new CacheUnavailableException(
                $"Redis did not confirm that the responses with the tag '{tag}' are evicted: evict them again later.",
                innerException: null);
        }
    }
}
