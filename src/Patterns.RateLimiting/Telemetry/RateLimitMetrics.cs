using Microsoft.Extensions.Logging;
using Patterns.Core;
using Patterns.Core.Resilience;
using Tag = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Patterns.RateLimiting.Telemetry;

/// <summary>Measures one limiter, and logs changes of its way to Redis. Recording allocates nothing.</summary>
/// <param name="keyPrefix">The limiter, as every measurement names it.</param>
/// <param name="policy">The limiter, as the log names it.</param>
/// <param name="logger">Where changes are reported.</param>
/// <param name="timeProvider">The clock of lines that are not repeated at once.</param>
internal sealed class RateLimitMetrics(string keyPrefix, string policy, ILogger logger, TimeProvider timeProvider)
    : IRedisObserver
{
    private static readonly string[] _reasons = [.. Enum.GetValues<RateLimitReason>().Select(NameOf)];

    private readonly LogPace _foreignKeys = new(timeProvider);
    private readonly Tag _limiter = new(TelemetryTags.KeyPrefix, keyPrefix);

    /// <summary>What the limiter does when Redis fails.</summary>
    public RateLimitFailureMode FailureMode { get; set; }

    public static string NameOf(RateLimitReason reason) => reason switch
    {
        RateLimitReason.Granted => "granted",
        RateLimitReason.GrantedLocally => "granted_locally",
        RateLimitReason.GrantedInShadow => "granted_in_shadow",
        RateLimitReason.GrantedUnchecked => "granted_unchecked",
        RateLimitReason.GrantedByFallback => "granted_by_fallback",
        RateLimitReason.LimitReached => "limit_reached",
        RateLimitReason.LimitReachedLocally => "limit_reached_locally",
        RateLimitReason.CostAboveLimit => "cost_above_limit",
        RateLimitReason.Blocked => "blocked",
        RateLimitReason.OtherPolicyRefused => "other_policy_refused",
        RateLimitReason.Unavailable => "unavailable",
        RateLimitReason.RefusedByFallback => "refused_by_fallback",
        _ => "not_known_locally",
    };

    public void Decided(RateLimitReason reason)
    {
        if (RateLimitInstruments.Decisions.Enabled)
        {
            string outcome = reason <= RateLimitReason.GrantedByFallback ? "granted" : "refused";
            RateLimitInstruments.Decisions.Add(
                1,
                _limiter,
                new Tag(TelemetryTags.Outcome, outcome),
                new Tag(TelemetryTags.Reason, _reasons[(int)reason]));
        }
    }

    /// <summary>Reports a call that brought no reply because a key holds what is not a limit's. Redis is well, so
    /// nobody else tells of it, and it does not pass.</summary>
    public void ReportForeignKey<T>(string partition, in RedisReply<T> reply)
    {
        if (reply.Failure == RedisFailure.WrongType && _foreignKeys.TryTake(out long suppressed))
        {
            Log.ForeignKey(logger, partition, policy, FailureMode, suppressed, reply.Exception!);
        }
    }

    public void Returned(long permits, bool confirmed)
        => RateLimitInstruments.Returns.Add(
            permits, _limiter, new Tag(TelemetryTags.Outcome, confirmed ? "returned" : "unconfirmed"));

    public void LeasesLost(int leases) => RateLimitInstruments.LostLeases.Add(leases, _limiter);

    public void Waited(TimeSpan time) => RateLimitInstruments.QueueDuration.Record(time.TotalSeconds, _limiter);

    public void Replied(string command, TimeSpan elapsed)
        => RateLimitInstruments.Redis.Replied(_limiter, command, elapsed);

    public void Failed(string command, RedisFailure failure)
        => RateLimitInstruments.Redis.Failed(_limiter, command, failure);

    public void Degraded(RedisFailure failure, Exception exception)
        => Log.RedisDegraded(logger, policy, failure, FailureMode, exception);

    public void Recovered(TimeSpan quietPeriod) => Log.RedisRecovered(logger, policy, quietPeriod);
}
