namespace Patterns.RateLimiting.Decisions;

/// <summary>AttemptAcquire knows nothing: only Redis can tell.</summary>
internal sealed class UnknownLease : RedisRateLimitLease
{
    public static UnknownLease Instance { get; } = new();

    public override bool IsAcquired => false;

    public override RateLimitDecision Decision => new()
    {
        Reason = RateLimitReason.NotKnownLocally,
        Policy = "",
        Limit = 0,
        Window = TimeSpan.Zero,
    };
}
