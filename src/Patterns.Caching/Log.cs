using System.Net;
using Microsoft.Extensions.Logging;
using Patterns.Core.Resilience;

namespace Patterns.Caching;

/// <summary>Every log line of the package, with ids from 1000 to 1999.</summary>
internal static partial class Log
{
    [LoggerMessage(
        1000,
        LogLevel.Warning,
        "Redis failed ({Failure}) under the cache '{KeyPrefix}', which goes on as its failure mode says.")]
    public static partial void RedisDegraded(
        ILogger logger, string keyPrefix, RedisFailure failure, Exception exception);

    [LoggerMessage(
        1001,
        LogLevel.Information,
        "Redis answers again under the cache '{KeyPrefix}': no command has failed for {QuietPeriod}.")]
    public static partial void RedisRecovered(ILogger logger, string keyPrefix, TimeSpan quietPeriod);

    [LoggerMessage(
        1002,
        LogLevel.Warning,
        "The entry '{Key}' of the cache '{KeyPrefix}' is unreadable and counts as a miss. "
        + "{Suppressed} more were not logged since the last line like this.")]
    public static partial void EntryUnreadable(
        ILogger logger, string keyPrefix, string key, long suppressed, Exception exception);

    [LoggerMessage(
        1003,
        LogLevel.Error,
        "The value of '{Key}' in the cache '{KeyPrefix}' cannot be serialized: it is returned, but not stored. "
        + "{Suppressed} more were not logged since the last line like this.")]
    public static partial void ValueUnwritable(
        ILogger logger, string keyPrefix, string key, long suppressed, Exception exception);

    [LoggerMessage(
        1004,
        LogLevel.Error,
        "The source behind the cache '{KeyPrefix}' keeps failing: it is not called for {BreakDuration}.")]
    public static partial void SourceCircuitOpened(
        ILogger logger, string keyPrefix, TimeSpan breakDuration, Exception? exception);

    [LoggerMessage(1005, LogLevel.Information, "The source behind the cache '{KeyPrefix}' answers again.")]
    public static partial void SourceCircuitClosed(ILogger logger, string keyPrefix);

    [LoggerMessage(
        1006,
        LogLevel.Debug,
        "The source call for the key '{Key}' of the cache '{KeyPrefix}' failed when nobody waited for it any more.")]
    public static partial void AbandonedCallFailed(ILogger logger, string keyPrefix, string key, Exception exception);

    [LoggerMessage(
        1007,
        LogLevel.Warning,
        "The source failed, so a stale value of '{Key}' in the cache '{KeyPrefix}' was served. "
        + "{Suppressed} more were not logged since the last line like this.")]
    public static partial void StaleServed(
        ILogger logger, string keyPrefix, string key, long suppressed, Exception exception);

    [LoggerMessage(
        1008,
        LogLevel.Error,
        "The value of '{Key}' in the cache '{KeyPrefix}' is too large: it is returned, but not stored. "
        + "{Suppressed} more were not logged since the last line like this.")]
    public static partial void ValueTooLarge(
        ILogger logger, string keyPrefix, string key, long suppressed, Exception exception);

    [LoggerMessage(
        1009,
        LogLevel.Warning,
        "The early refresh of '{Key}' in the cache '{KeyPrefix}' failed; its value is served until its time is over. "
        + "{Suppressed} more were not logged since the last line like this.")]
    public static partial void RefreshFailed(
        ILogger logger, string keyPrefix, string key, long suppressed, Exception exception);

    [LoggerMessage(
        1010,
        LogLevel.Warning,
        "The cache '{KeyPrefix}' does not hear its own heartbeat: its level in the process is closed until it does.")]
    public static partial void BackplaneSilent(ILogger logger, string keyPrefix);

    [LoggerMessage(
        1011,
        LogLevel.Warning,
        "The cache '{KeyPrefix}' has missed what another process said: its level in the process was emptied.")]
    public static partial void MessagesMissed(ILogger logger, string keyPrefix);

    [LoggerMessage(
        1012,
        LogLevel.Warning,
        "The cache '{KeyPrefix}' does not hear of changes from {EndPoint}: its level in the process is closed until it "
        + "does.")]
    public static partial void TrackingLost(
        ILogger logger, string keyPrefix, EndPoint endPoint, Exception exception);

    [LoggerMessage(
        1013,
        LogLevel.Information,
        "The key '{Key}' of the cache '{KeyPrefix}' is hot: this process has read it {Reads} times in Redis within a "
        + "window.")]
    public static partial void KeyIsHot(ILogger logger, string keyPrefix, string key, long reads);

    [LoggerMessage(
        1014,
        LogLevel.Warning,
        "The source behind the cache '{KeyPrefix}' did not take a batch of {Count} writes from part {Partition} of the "
        + "log: each is tried alone, and later again.")]
    public static partial void BatchFailed(
        ILogger logger, string keyPrefix, int count, int partition, Exception exception);

    [LoggerMessage(
        1015,
        LogLevel.Warning,
        "Another worker has taken over part {Partition} of the log of the cache '{KeyPrefix}' while this one was with "
        + "the source: what it was at is written again.")]
    public static partial void LogLost(ILogger logger, string keyPrefix, int partition);

    [LoggerMessage(
        1016,
        LogLevel.Error,
        "A write of '{Name}' behind the cache '{KeyPrefix}' was given up ({Reason}): it is among the dead writes, and "
        + "readers see what the source has.")]
    public static partial void WriteDied(
        ILogger logger, string keyPrefix, string name, string reason, Exception exception);
}
