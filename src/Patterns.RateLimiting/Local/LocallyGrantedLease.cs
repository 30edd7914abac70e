using Patterns.RateLimiting.Limits;

namespace Patterns.RateLimiting.Local;

/// <summary>Permits out of a local batch. A partition has one such lease for all callers.</summary>
internal sealed class LocallyGrantedLease(Partition partition, RateLimiterSettings settings) : RedisRateLimitLease
{
    public RateLimiterSettings Settings => settings;

    // Not through the decision, which a caller that only asks this need not pay for.
    public override bool IsAcquired => true;

    public override RateLimitDecision Decision => new()
    {
        Reason = RateLimitReason.GrantedLocally,
        Policy = settings.Rule.Policy,
        Limit = settings.Rule.Limit,
        Window = settings.Rule.Window,
        Remaining = partition.Remaining,
        ResetAfter = partition.ResetAfter,
    };
}
