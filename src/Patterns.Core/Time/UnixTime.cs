namespace Patterns.Core.Time;

/// <summary>Time as scripts count it: in whole microseconds since 1970.</summary>
public static class UnixTime
{
    /// <summary>How long a span is.</summary>
    /// <param name="span">The span.</param>
    /// <returns>Whole microseconds.</returns>
    public static long ToMicroseconds(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>When a moment is.</summary>
    /// <param name="instant">The moment.</param>
    /// <returns>Whole microseconds since 1970.</returns>
    public static long ToMicroseconds(DateTimeOffset instant) => ToMicroseconds(instant - DateTimeOffset.UnixEpoch);

    /// <summary>The moment that so many microseconds after 1970 are.</summary>
    /// <param name="microseconds">The time as a script counts it.</param>
    /// <returns>The moment, in UTC.</returns>
    public static DateTimeOffset ToInstant(long microseconds)
        => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}
