namespace Patterns.RateLimiting.Decisions;

/// <summary>A lease whose decision was made when it was made.</summary>
internal sealed class DecidedLease(RateLimitDecision decision) : RedisRateLimitLease
{
    public override RateLimitDecision Decision => decision;
}
