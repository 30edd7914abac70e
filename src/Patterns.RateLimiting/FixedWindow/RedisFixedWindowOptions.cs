using Patterns.Core;
using Patterns.Core.Scripting;
using Patterns.RateLimiting.Limits;

namespace Patterns.RateLimiting.FixedWindow;

/// <summary>The options of a <see cref="RedisFixedWindowLimiter"/>.</summary>
public sealed class RedisFixedWindowOptions : RedisRateLimiterOptions
{
    private static readonly RedisScript _script = AcquireScripts.Of("fixed_window");

    /// <summary>How many permits a window admits.</summary>
    /// <value>1 to 1,000,000,000,000; the default is 100.</value>
    public long PermitLimit { get; set; } = 100;

    /// <summary>How long a window is; windows begin at multiples of their length since 1970.</summary>
    /// <value>1 millisecond to 366 days; the default is 1 minute.</value>
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(1);

    internal override RateLimitRule ToRule() => new(
        "fixed_window",
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
        RedisFixedWindowOptions options = this;
        failures.RequirePermits(options.PermitLimit, "options.PermitLimit");
        failures.RequireWindow(options.Window, "options.Window");
    }
}
