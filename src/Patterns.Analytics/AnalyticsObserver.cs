using Microsoft.Extensions.Logging;
using Patterns.Analytics.Telemetry;
using Patterns.Core;
using Patterns.Core.Resilience;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Patterns.Analytics;

/// <summary>Measures and logs what happens under one instance.</summary>
/// <param name="keyPrefix">The instance.</param>
/// <param name="logger">Where changes of health are reported.</param>
internal sealed class AnalyticsObserver(string keyPrefix, ILogger logger) : IRedisObserver
{
    private readonly Tag _instance = new(TelemetryTags.KeyPrefix, keyPrefix);

    public void Replied(string command, TimeSpan elapsed)
        => AnalyticsInstruments.Redis.Replied(_instance, command, elapsed);

    public void Failed(string command, RedisFailure failure)
        => AnalyticsInstruments.Redis.Failed(_instance, command, failure);

    public void Degraded(RedisFailure failure, Exception exception)
        => Log.RedisDegraded(logger, keyPrefix, failure, exception);

    public void Recovered(TimeSpan quietPeriod) => Log.RedisRecovered(logger, keyPrefix, quietPeriod);
}
