using Microsoft.Extensions.Logging;
using Patterns.Core.Resilience;
using Patterns.Locking.Leases;

namespace Patterns.Locking;

/// <summary>Every log line of the package, with ids from 7000 to 7999.</summary>
internal static partial class Log
{
    [LoggerMessage(
        7000,
        LogLevel.Warning,
        "{Server} failed ({Failure}) under the locks '{KeyPrefix}': what is held is lost when its time is over.")]
    public static partial void RedisDegraded(
        ILogger logger, string server, string keyPrefix, RedisFailure failure, Exception exception);

    [LoggerMessage(
        7001,
        LogLevel.Information,
        "{Server} answers again under the locks '{KeyPrefix}': no command has failed for {QuietPeriod}.")]
    public static partial void RedisRecovered(ILogger logger, string server, string keyPrefix, TimeSpan quietPeriod);

    [LoggerMessage(
        7002,
        LogLevel.Warning,
        "The lock '{Name}' of '{KeyPrefix}' was lost while it was held ({Reason}); its LostToken is cancelled.")]
    public static partial void LockLost(ILogger logger, string name, string keyPrefix, LossReason reason);

    [LoggerMessage(7003, LogLevel.Information, "This process leads '{Name}' from now on, with the token {Token}.")]
    public static partial void LeadBegan(ILogger logger, string name, long token);

    [LoggerMessage(7004, LogLevel.Information, "This process no longer leads '{Name}' with the token {Token}.")]
    public static partial void LeadEnded(ILogger logger, string name, long token);

    [LoggerMessage(7005, LogLevel.Error, "The lead of '{Name}' failed; this process stands for it again soon.")]
    public static partial void LeadFailed(ILogger logger, string name, Exception exception);
}
