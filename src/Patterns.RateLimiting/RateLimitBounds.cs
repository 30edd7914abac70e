using Patterns.Core;
using Patterns.RateLimiting.Limits;

namespace Patterns.RateLimiting;

/// <summary>The bounds that several options share.</summary>
internal static class RateLimitBounds
{
    public const long MaxPermits = 1_000_000_000_000;

    public static readonly TimeSpan MinWindow = TimeSpan.FromMilliseconds(1);
    public static readonly TimeSpan MaxWindow = TimeSpan.FromDays(366);

    public static void RequirePermits(this OptionsFailures failures, long value, string expression)
        => failures.RequireWithin(
            value,
            1,
            MaxPermits,
            "to refuse everything, block the partition; to grant everything, use no limiter",
            expression);

    public static void RequireWindow(this OptionsFailures failures, TimeSpan value, string expression)
        => failures.RequireWithin(value, MinWindow, MaxWindow, "choose a longer or a shorter time", expression);

    /// <summary>Requires that a product stays among the numbers that Lua knows exactly.</summary>
    public static void RequireExact(this OptionsFailures failures, Int128 product, string what, string expression)
        => failures.RequireWithin(
            (double)product,
            0,
            Microseconds.LargestExact,
            $"{what} counts in microseconds, exactly up to 2^53; choose fewer permits or a shorter time",
            expression);
}
