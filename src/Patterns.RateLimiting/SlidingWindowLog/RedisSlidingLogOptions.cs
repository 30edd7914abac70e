using Patterns.Core;
using Patterns.Core.Scripting;
using Patterns.RateLimiting.Limits;

namespace Patterns.RateLimiting.SlidingWindowLog;

/// <summary>The options of a <see cref="RedisSlidingLogLimiter"/>.</summary>
public sealed class RedisSlidingLogOptions : RedisRateLimiterOptions
{
    private static readonly RedisScript _script = AcquireScripts.Of("sliding_window_log");

    /// <summary>How many permits any window admits; each grant is remembered.</summary>
    /// <value>1 to 1,000,000; the default is 100.</value>
    public long PermitLimit { get; set; } = 100;

    /// <summary>How long a grant counts.</summary>
    /// <value>1 millisecond to 366 days; the default is 1 minute.</value>
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(1);

    internal override RateLimitRule ToRule() => new(
        "sliding_window_log",
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
        RedisSlidingLogOptions options = this;
        failures.RequireWithin(
            options.PermitLimit,
            1,
            1_000_000,
            "each grant is remembered, some 100 bytes each; for more, use the sliding window counter");
        failures.RequireWindow(options.Window, "options.Window");
    }
}
