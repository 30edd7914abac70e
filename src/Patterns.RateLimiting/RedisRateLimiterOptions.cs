using Patterns.Core;
using Patterns.RateLimiting.Limits;

namespace Patterns.RateLimiting;

/// <summary>What the limiters have in common that count permits over time.</summary>
public abstract class RedisRateLimiterOptions : RedisLimiterOptions
{
    private protected RedisRateLimiterOptions()
    {
    }

    /// <summary>How many permits the process takes from Redis at a time, to grant them without asking. AttemptAcquire
    /// grants only such permits.</summary>
    /// <value>1 to 1,000,000; the default is 1, which reserves nothing. With a batch of B and N processes, up to
    /// N * (B - 1) permits may be granted up to <see cref="LocalBatchLifetime"/> later than they were counted.</value>
    public int LocalBatch { get; set; } = 1;

    /// <summary>How long reserved permits may be granted. Those that are left then are lost to the limit's
    /// window.</summary>
    /// <value>1 millisecond to 1 minute; the default is 1 second. They never outlive the time in which the limit counts
    /// them.</value>
    public TimeSpan LocalBatchLifetime { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>For how long, at most, a refusal is repeated without asking Redis; never longer than its
    /// RetryAfter.</summary>
    /// <value>0, which always asks, to 1 day; the default is 1 second. Permits that are given back, resets and raised
    /// limits are seen that much later.</value>
    public TimeSpan LocalDenial { get; set; } = TimeSpan.FromSeconds(1);

    internal abstract RateLimitRule ToRule();

    internal override void Check(OptionsFailures failures)
    {
        base.Check(failures);
        RedisRateLimiterOptions options = this;
        failures.RequireWithin(options.LocalBatch, 1, 1_000_000, "1 reserves nothing");
        failures.RequireWithin(
            options.LocalBatchLifetime,
            TimeSpan.FromMilliseconds(1),
            TimeSpan.FromMinutes(1),
            "1 second suits most services");
        failures.RequireWithin(
            options.LocalDenial, TimeSpan.Zero, TimeSpan.FromDays(1), "1 second suits most services, zero always asks");
    }
}
