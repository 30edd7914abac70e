namespace Patterns.Locking.Leases;

/// <summary>Times as the scripts count them.</summary>
internal static class Microseconds
{
    public static long Of(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;

    public static TimeSpan ToTimeSpan(long microseconds) => new(microseconds * TimeSpan.TicksPerMicrosecond);
}
