using Patterns.Core;
using Patterns.Core.Scripting;
using Patterns.RateLimiting.Limits;

namespace Patterns.RateLimiting.SlidingWindowCounter;

/// <summary>The options of a <see cref="RedisSlidingCounterLimiter"/>.</summary>
public sealed class RedisSlidingCounterOptions : RedisRateLimiterOptions
{
    private static readonly RedisScript _script = AcquireScripts.Of("sliding_window_counter");

    /// <summary>How many permits the sliding window admits.</summary>
    /// <value>1 to 1,000,000,000,000; the default is 100.</value>
    public long PermitLimit { get; set; } = 100;

    /// <summary>How long the sliding window is.</summary>
    /// <value>1 millisecond to 366 days; the default is 1 minute.</value>
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(1);

    internal override RateLimitRule ToRule() => new(
        "sliding_window_counter",
        _script,
        Policy,
        PermitLimit,
        Window,
        PermitLimit,
        PermitLimit,
        Microseconds.Of(Window),
        0);

    internal override void Check(OptionsFailures failures)
    {
        base.Check(failures);
        RedisSlidingCounterOptions options = this;
        failures.RequirePermits(options.PermitLimit, "options.PermitLimit");
        failures.RequireWindow(options.Window, "options.Window");
    }
}
