namespace Patterns.RateLimiting.Limits;

/// <summary>Times as the scripts count them.</summary>
internal static class Microseconds
{
    /// <summary>The largest whole number up to which a double, which is what Lua counts with, knows all.</summary>
    public const long LargestExact = 1L << 53;

    public static long Of(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;

    public static TimeSpan ToTimeSpan(long microseconds) => new(microseconds * TimeSpan.TicksPerMicrosecond);
}
