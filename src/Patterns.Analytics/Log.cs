using Microsoft.Extensions.Logging;
using Patterns.Core.Resilience;

namespace Patterns.Analytics;

/// <summary>Every log line of the package, with ids from 9000 to 9999.</summary>
internal static partial class Log
{
    [LoggerMessage(
        9000,
        LogLevel.Warning,
        "Redis failed ({Failure}) under the analytics '{KeyPrefix}': their operations throw while it does.")]
    public static partial void RedisDegraded(
        ILogger logger, string keyPrefix, RedisFailure failure, Exception exception);

    [LoggerMessage(
        9001,
        LogLevel.Information,
        "Redis answers again under the analytics '{KeyPrefix}': no command has failed for {QuietPeriod}.")]
    public static partial void RedisRecovered(ILogger logger, string keyPrefix, TimeSpan quietPeriod);
}
