namespace Patterns.RateLimiting.Combined;

/// <summary>The answer of several limits that were asked together.</summary>
public sealed class CombinedRateLimitLease : RedisRateLimitLease
{
    private readonly RateLimitDecision[] _decisions;

    internal CombinedRateLimitLease(RateLimitDecision[] decisions)
    {
        _decisions = decisions;
        Decision = decisions.MinBy(Room);
    }

    /// <summary>The tightest decision. Of refusals, the one that is longest in force; else the one with the smallest
    /// share of permits left.</summary>
    public override RateLimitDecision Decision { get; }

    /// <summary>What each limit decided, in the order of the policies, without those that were left out.</summary>
    public IReadOnlyList<RateLimitDecision> Decisions => _decisions;

    // Below zero for refusals, the smaller the longer they last; those that never end are the smallest.
    private static double Room(RateLimitDecision decision) => decision switch
    {
        { IsGranted: true } => (double)decision.Remaining / decision.Limit,
        { Reason: RateLimitReason.OtherPolicyRefused } => double.MaxValue,
        { RetryAfter: { } time } => -1 - time.TotalSeconds,
        _ => double.MinValue,
    };
}
