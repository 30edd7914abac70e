namespace Patterns.RateLimiting.Local;

/// <summary>A moment, of which it is cheap to ask whether it has come: reading an exact clock costs as much as all else
/// that a local decision does.</summary>
/// <remarks>The system's coarse clock is asked first, whose time is a few milliseconds old. When even with that the
/// moment is still to come, that is the answer; otherwise the exact clock has the last word. A clock other than the
/// system's is always asked itself.</remarks>
internal sealed class Deadline
{
    // Windows keeps its coarse clock every 15.6 ms, Linux every 10 ms at most.
    private const long OldestCoarseTime = 20;

    private readonly TimeProvider _clock;
    private readonly long _end;
    private readonly long _coarseEnd;

    /// <summary>Sets the moment.</summary>
    /// <param name="start">The timestamp from which the time counts.</param>
    /// <param name="time">How long.</param>
    /// <param name="clock">The clock of the timestamp.</param>
    public Deadline(long start, TimeSpan time, TimeProvider clock)
    {
        _clock = clock;
        _end = start + (long)(time.TotalSeconds * clock.TimestampFrequency);
        TimeSpan left = time - clock.GetElapsedTime(start);
        _coarseEnd = clock == TimeProvider.System
            ? Environment.TickCount64 + (long)left.TotalMilliseconds - OldestCoarseTime
            : long.MinValue;
    }

    /// <summary>Whether the moment has come.</summary>
    public bool IsOver => Environment.TickCount64 >= _coarseEnd && _clock.GetTimestamp() >= _end;

    /// <summary>Whether this moment comes before another of the same clock.</summary>
    public bool IsBefore(Deadline other) => _end < other._end;
}
