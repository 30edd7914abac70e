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

    /// <summary>Scores were submitted, some of which changed a board.</summary>
    public void Submitted(long count, long changed)
    {
        Add(changed, "changed");
        Add(count - changed, "unchanged");

        void Add(long scores, string outcome)
        {
            if (scores > 0)
            {
                LeaderboardInstruments.Submissions.Add(scores, _instance, new Tag(TelemetryTags.Outcome, outcome));
            }
        }
    }

    public void Replied(string command, TimeSpan elapsed)
        => LeaderboardInstruments.Redis.Replied(_instance, command, elapsed);

    public void Failed(string command, RedisFailure failure)
        => LeaderboardInstruments.Redis.Failed(_instance, command, failure);

    public void Degraded(RedisFailure failure, Exception exception)
        => Log.RedisDegraded(logger, keyPrefix, failure, exception);

    public void Recovered(TimeSpan quietPeriod) => Log.RedisRecovered(logger, keyPrefix, quietPeriod);
}
