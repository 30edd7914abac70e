using Microsoft.Extensions.Logging;
using Patterns.Caching.Telemetry;
using Patterns.Core.Resilience;

namespace Patterns.Caching.Resilience;

/// <summary>Measures and logs what a cache's way to Redis reports.</summary>
/// <param name="keyPrefix">The cache, for the log.</param>
/// <param name="metrics">What is measured.</param>
/// <param name="logger">Where changes of health are reported.</param>
internal sealed class RedisObserver(string keyPrefix, CacheMetrics metrics, ILogger logger) : IRedisObserver
{
    public void Replied(string command, TimeSpan elapsed) => metrics.RedisReplied(command, elapsed);

    public void Failed(string command, RedisFailure failure) => metrics.RedisFailed(command, failure);

    public void Degraded(RedisFailure failure, Exception exception)
        => Log.RedisDegraded(logger, keyPrefix, failure, exception);

    public void Recovered(TimeSpan quietPeriod) => Log.RedisRecovered(logger, keyPrefix, quietPeriod);
}
