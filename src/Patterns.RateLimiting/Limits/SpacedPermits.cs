using Patterns.Core;

namespace Patterns.RateLimiting.Limits;

/// <summary>Permits that are an interval of whole microseconds apart.</summary>
internal static class SpacedPermits
{
    /// <summary>Rounded up, so that the rate is never above the limit.</summary>
    public static long Interval(long permits, TimeSpan period)
    {
        long microseconds = Microseconds.Of(period);
        return (microseconds / permits) + (microseconds % permits == 0 ? 0 : 1);
    }

    public static void Require(
        OptionsFailures failures, long permits, TimeSpan period, long burst, string burstExpression)
    {
        failures.RequireWithin(
            permits,
            1,
            Math.Max(1, Microseconds.Of(period)),
            "permits are at least a microsecond apart; for more, use the token bucket",
            "options.PermitLimit");
        failures.RequirePermits(burst, burstExpression);
        if (permits > 0 && period >= RateLimitBounds.MinWindow)
        {
            // Times go up to eight bursts beyond now, and must still be whole numbers.
            failures.RequireExact(
                ((Int128)8 * burst * Interval(permits, period)) + (Microseconds.LargestExact / 4),
                "the algorithm",
                $"{burstExpression} * 8 * Period / PermitLimit + 2^51");
        }
    }
}
