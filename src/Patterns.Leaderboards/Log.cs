using Microsoft.Extensions.Logging;
using Patterns.Core.Resilience;

namespace Patterns.Leaderboards;

/// <summary>Every log line of the package, with ids from 6000 to 6999.</summary>
internal static partial class Log
{
    [LoggerMessage(
        6000,
        LogLevel.Warning,
        "Redis failed ({Failure}) under the leaderboards '{KeyPrefix}': their operations throw while it does.")]
    public static partial void RedisDegraded(
        ILogger logger, string keyPrefix, RedisFailure failure, Exception exception);

    [LoggerMessage(
        6001,
        LogLevel.Information,
        "Redis answers again under the leaderboards '{KeyPrefix}': no command has failed for {QuietPeriod}.")]
    public static partial void RedisRecovered(ILogger logger, string keyPrefix, TimeSpan quietPeriod);
}
