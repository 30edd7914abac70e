namespace Patterns.RateLimiting.Limits;

/// <summary>What can change while a limiter runs, all of it at once.</summary>
internal sealed record RateLimiterSettings(
    RateLimitRule Rule,
    int LocalBatch,
    TimeSpan LocalBatchLifetime,
    TimeSpan LocalDenial,
    RateLimitFailureMode FailureMode,
    long FallbackLimit,
    bool Shadow)
{
    public static RateLimiterSettings From(RedisRateLimiterOptions options)
    {
        RateLimitRule rule = options.ToRule();
        return new RateLimiterSettings(
            rule,
            options.LocalBatch,
            options.LocalBatchLifetime,
            rule.Waits ? TimeSpan.Zero : options.LocalDenial,
            options.FailureMode,
            options.FallbackPermitLimit ?? rule.Limit,
            options.Shadow);
    }
}
