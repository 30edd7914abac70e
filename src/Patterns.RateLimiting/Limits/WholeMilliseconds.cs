namespace Patterns.RateLimiting.Limits;

/// <summary>Times as timers count them: they drop what is less than a millisecond, and so come too early.</summary>
internal static class WholeMilliseconds
{
    public static TimeSpan AtLeast(TimeSpan time) => TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds));
}
