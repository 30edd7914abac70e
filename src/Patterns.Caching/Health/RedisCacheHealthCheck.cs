using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Patterns.Caching.Health;

/// <summary>
/// Tells whether a cache reaches Redis: <c>AddHealthChecks().AddCheck&lt;RedisCacheHealthCheck&gt;("cache")</c>.
/// </summary>
/// <remarks>A Redis that does not answer makes a cache with <see cref="CacheFailureMode.UseSource"/> degraded, since
/// its callers still get their values, and one with <see cref="CacheFailureMode.Throw"/> as unhealthy as the
/// registration says. The data tells how long a PING took, and what is held in the process.</remarks>
public sealed class RedisCacheHealthCheck : IHealthCheck
{
    private readonly RedisCache _cache;

    /// <summary>Creates the check of a cache.</summary>
    /// <param name="cache">The cache; a <see cref="RedisCache"/>.</param>
    /// <exception cref="ArgumentException">It is another implementation.</exception>
    public RedisCacheHealthCheck(IRedisCache cache)
    {
        ArgumentNullException.ThrowIfNull(cache);
        _cache = cache as RedisCache
            ?? throw new ArgumentException(
                $"The cache is a {cache.GetType()}, whose connection is not known: hand in the {nameof(RedisCache)}.",
                nameof(cache));
    }

    /// <inheritdoc/>
    /// <remarks>Round trips: one.</remarks>
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        CacheHealth health = await _cache.CheckAsync(cancellationToken).ConfigureAwait(false);
        var data = new Dictionary<string, object>();
        if (_cache.Local is { } local)
        {
            data["local_open"] = local.IsOpen;
            data["local_entries"] = local.Count;
            data["local_bytes"] = local.Bytes;
        }

        if (health.RoundTrip is { } roundTrip)
        {
            data["round_trip_ms"] = roundTrip.TotalMilliseconds;
            return HealthCheckResult.Healthy("Redis answers.", data);
        }

        string description = $"Redis failed ({health.Failure}) under the cache '{_cache.KeyPrefix}'.";
        return _cache.FailureMode == CacheFailureMode.UseSource
            ? HealthCheckResult.Degraded(description, health.Exception, data)
            : new HealthCheckResult(context.Registration.FailureStatus, description, health.Exception, data);
    }
}
