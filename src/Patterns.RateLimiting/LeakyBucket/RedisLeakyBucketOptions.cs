using Patterns.Core;
using Patterns.Core.Scripting;
using Patterns.RateLimiting.Limits;

namespace Patterns.RateLimiting.LeakyBucket;

/// <summary>The options of a <see cref="RedisLeakyBucketLimiter"/>. Nothing is reserved or remembered locally: each
/// call has a turn of its own.</summary>
public sealed class RedisLeakyBucketOptions : RedisRateLimiterOptions
{
    private static readonly RedisScript _script = AcquireScripts.Of("leaky_bucket");

    /// <summary>How many permits leave the bucket in <see cref="Period"/>, evenly spaced.</summary>
    /// <value>1 to one for each microsecond of the period; the default is 100.</value>
    public long PermitLimit { get; set; } = 100;

    /// <summary>The time in which <see cref="PermitLimit"/> leave.</summary>
    /// <value>1 millisecond to 366 days; the default is 1 minute.</value>
    public TimeSpan Period { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How many permits may wait for their turn, beside the one whose turn it is.</summary>
    /// <value>0 to 1,000,000,000; the default is 10. With Q, nobody waits longer than Q intervals.</value>
    public long QueueLimit { get; set; } = 10;

    internal override RateLimitRule ToRule() => new(
        "leaky_bucket",
        _script,
        Policy,
        PermitLimit,
        Period,
        QueueLimit + 1,
        QueueLimit + 1,
        SpacedPermits.Interval(PermitLimit, Period),
        0)
    {
        Waits = true,
    };

    internal override void Check(OptionsFailures failures)
    {
        base.Check(failures);
        RedisLeakyBucketOptions options = this;
        failures.RequireWindow(options.Period, "options.Period");
        failures.RequireWithin(options.QueueLimit, 0, 1_000_000_000, "0 lets nobody wait");
        failures.RequireWithin(options.LocalBatch, 1, 1, "each call has a turn of its own, so nothing can be reserved");
        if (options is { PermitLimit: > 0, QueueLimit: >= 0 } && options.Period >= RateLimitBounds.MinWindow)
        {
            long interval = SpacedPermits.Interval(options.PermitLimit, options.Period);
            failures.RequireWithin(
                (double)options.QueueLimit * interval / Microseconds.Of(TimeSpan.FromDays(1)),
                0,
                30,
                "the last in the queue would wait for so many days; let fewer wait",
                "options.QueueLimit * Period / PermitLimit");
        }

        SpacedPermits.Require(
            failures, options.PermitLimit, options.Period, options.QueueLimit + 1, "options.QueueLimit + 1");
    }
}
