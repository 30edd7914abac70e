using Microsoft.Extensions.Logging;
using Patterns.Core;
using Patterns.Core.Resilience;
using Patterns.Leaderboards.Telemetry;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Patterns.Leaderboards;

/// <summary>Measures and logs what happens under one instance.</summary>
/// <param name="keyPrefix">The instance.</param>
/// <param name="logger">Where changes of health are reported.</param>
internal sealed class LeaderboardObserver(string keyPrefix, ILogger logger) : IRedisObserver
{
    private readonly Tag _instance = new(TelemetryTags.KeyPrefix, keyPrefix);

    public void Submitted(bool isChanged) => LeaderboardInstruments.Submissions.Add(
        1, _instance, new Tag(TelemetryTags.Outcome, isChanged ? "changed" : "unchanged"));

    public void Replied(string command, TimeSpan elapsed)
        => LeaderboardInstruments.Redis.Replied(_instance, command, elapsed);

    public void Failed(string command, RedisFailure failure)
        => LeaderboardInstruments.Redis.Failed(_instance, command, failure);

    public void Degraded(RedisFailure failure, Exception exception)
        => Log.RedisDegraded(logger, keyPrefix, failure, exception);

    public void Recovered(TimeSpan quietPeriod) => Log.RedisRecovered(logger, keyPrefix, quietPeriod);
}
