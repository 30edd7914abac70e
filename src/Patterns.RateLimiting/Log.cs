using Microsoft.Extensions.Logging;
using Patterns.Core.Resilience;

namespace Patterns.RateLimiting;

/// <summary>Every log line of the package, with ids from 2000 to 2899.</summary>
internal static partial class Log
{
    [LoggerMessage(
        2000,
        LogLevel.Warning,
        "Redis failed ({Failure}) under the limit '{Policy}', which goes on as its failure mode {FailureMode} says.")]
    public static partial void RedisDegraded(
        ILogger logger, string policy, RedisFailure failure, RateLimitFailureMode failureMode, Exception exception);

    [LoggerMessage(
        2001,
        LogLevel.Information,
        "Redis answers again under the limit '{Policy}': no call has failed for {QuietPeriod}.")]
    public static partial void RedisRecovered(ILogger logger, string policy, TimeSpan quietPeriod);

    [LoggerMessage(
        2002,
        LogLevel.Information,
        "The limit '{Policy}' was changed: {Limit} in {Window}, at most {Burst} at once.")]
    public static partial void Reconfigured(ILogger logger, string policy, long limit, TimeSpan window, long burst);

    [LoggerMessage(
        2003,
        LogLevel.Error,
        "The changed options of the limit '{Policy}' are refused, and the old ones stay.")]
    public static partial void ReconfigurationRefused(ILogger logger, string policy, Exception exception);

    [LoggerMessage(
        2004,
        LogLevel.Warning,
        "{Leases} leases of the concurrency limit '{Policy}' were not renewed in time and no longer count.")]
    public static partial void LeasesLost(ILogger logger, string policy, int leases);

    [LoggerMessage(2005, LogLevel.Information, "The limit '{Policy}' was changed: {Limit} at a time.")]
    public static partial void ConcurrencyReconfigured(ILogger logger, string policy, int limit);

    [LoggerMessage(
        2006,
        LogLevel.Error,
        "The leases of '{Partition}' under the concurrency limit '{Policy}' could not be renewed by a fault that is "
        + "not of Redis, and are lost when their time is over.")]
    public static partial void RenewalFaulted(ILogger logger, string policy, string partition, Exception exception);

    [LoggerMessage(
        2007,
        LogLevel.Error,
        "The key of '{Partition}' under the limit '{Policy}' holds another type of data, so the failure mode "
        + "{FailureMode} decides: does another kind of limit, or another program, use the same prefix? {Suppressed} "
        + "more were not logged since the last line like this.")]
    public static partial void ForeignKey(
        ILogger logger,
        string partition,
        string policy,
        RateLimitFailureMode failureMode,
        long suppressed,
        Exception exception);
}
