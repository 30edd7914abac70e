using System.Numerics;
using Patterns.Core;
using Patterns.Core.Scripting;
using Patterns.RateLimiting.Limits;

namespace Patterns.RateLimiting.TokenBucket;

/// <summary>The options of a <see cref="RedisTokenBucketLimiter"/>.</summary>
public sealed class RedisTokenBucketOptions : RedisRateLimiterOptions
{
    private static readonly RedisScript _script = AcquireScripts.Of("token_bucket");

    /// <summary>How many tokens the bucket holds: the largest burst.</summary>
    /// <value>1 to 1,000,000,000,000; the default is 100.</value>
    public long Capacity { get; set; } = 100;

    /// <summary>How many tokens come back in <see cref="Period"/>, evenly spread.</summary>
    /// <value>1 to 1,000,000,000,000; the default is 100.</value>
    public long TokensPerPeriod { get; set; } = 100;

    /// <summary>The time in which <see cref="TokensPerPeriod"/> come back.</summary>
    /// <value>1 millisecond to 366 days; the default is 1 minute.</value>
    public TimeSpan Period { get; set; } = TimeSpan.FromMinutes(1);

    internal override RateLimitRule ToRule()
    {
        long period = Microseconds.Of(Period);
        long divisor = (long)BigInteger.GreatestCommonDivisor(period, TokensPerPeriod);
        return new RateLimitRule(
            "token_bucket",
            _script,
            Policy,
            TokensPerPeriod,
            Period,
            Capacity,
            Capacity,
            period / divisor,
            TokensPerPeriod / divisor);
    }

    internal override void Check(OptionsFailures failures)
    {
        base.Check(failures);
        RedisTokenBucketOptions options = this;
        failures.RequirePermits(options.Capacity, "options.Capacity");
        failures.RequirePermits(options.TokensPerPeriod, "options.TokensPerPeriod");
        failures.RequireWindow(options.Period, "options.Period");
        if (options.TokensPerPeriod > 0 && options.Period >= RateLimitBounds.MinWindow)
        {
            // A debt may grow to eight buckets, and must still be a whole number.
            Int128 largest = (Int128)8 * options.Capacity * options.ToRule().Second;
            failures.RequireExact(
                largest, "the bucket", "options.Capacity * 8 * Period / gcd(Period, TokensPerPeriod)");
        }
    }
}
