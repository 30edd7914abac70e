namespace Patterns.Leaderboards.Windows;

/// <summary>Time as scripts count it: in whole microseconds since 1970.</summary>
internal static class UnixTime
{
    public static long ToMicroseconds(DateTimeOffset instant)
        => (instant - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset ToInstant(long microseconds)
        => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}
