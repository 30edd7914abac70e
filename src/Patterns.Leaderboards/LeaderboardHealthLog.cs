using Microsoft.Extensions.Logging;
using Patterns.Core.Resilience;

namespace Patterns.Leaderboards;

/// <summary>Tells the log of one instance how Redis does.</summary>
internal sealed class LeaderboardHealthLog(string keyPrefix, ILogger logger) : IRedisHealthLog
{
    public void Degraded(RedisFailure failure, Exception exception)
        => Log.RedisDegraded(logger, keyPrefix, failure, exception);

    public void Recovered(TimeSpan quietPeriod) => Log.RedisRecovered(logger, keyPrefix, quietPeriod);
}
