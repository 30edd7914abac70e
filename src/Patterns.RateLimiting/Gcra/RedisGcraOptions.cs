using Patterns.Core;
using Patterns.Core.Scripting;
using Patterns.RateLimiting.Limits;

namespace Patterns.RateLimiting.Gcra;

/// <summary>The options of a <see cref="RedisGcraLimiter"/>.</summary>
public sealed class RedisGcraOptions : RedisRateLimiterOptions
{
    private static readonly RedisScript _script = AcquireScripts.Of("gcra");

    /// <summary>How many permits are granted in <see cref="Period"/>, evenly spaced.</summary>
    /// <value>1 to one for each microsecond of the period; the default is 100.</value>
    public long PermitLimit { get; set; } = 100;

    /// <summary>The time in which <see cref="PermitLimit"/> are granted.</summary>
    /// <value>1 millisecond to 366 days; the default is 1 minute.</value>
    public TimeSpan Period { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How many permits may come at once after a quiet time.</summary>
    /// <value>1, the default, which always spaces them, to 1,000,000,000,000.</value>
    public long Burst { get; set; } = 1;

    internal override RateLimitRule ToRule() => new(
        "gcra",
        _script,
        Policy,
        PermitLimit,
        Period,
        Burst,
        Burst,
        SpacedPermits.Interval(PermitLimit, Period),
        0);

    internal override void Check(OptionsFailures failures)
    {
        base.Check(failures);
        RedisGcraOptions options = this;
        failures.RequireWindow(options.Period, "options.Period");
        SpacedPermits.Require(failures, options.PermitLimit, options.Period, options.Burst, "options.Burst");
    }
}
