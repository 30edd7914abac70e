namespace Patterns.RateLimiting.Local;

/// <summary>How long a partition has not been used, as far as noticed: a use only leaves a mark, because reading the
/// clock costs as much as a local decision.</summary>
internal sealed class IdleTime(TimeProvider clock)
{
    private long _lastUse = clock.GetTimestamp();
    private bool _usedSince;

    public TimeSpan Elapsed
    {
        get
        {
            if (Volatile.Read(ref _usedSince))
            {
                Volatile.Write(ref _usedSince, false);
                Volatile.Write(ref _lastUse, clock.GetTimestamp());
            }

            return clock.GetElapsedTime(Volatile.Read(ref _lastUse));
        }
    }

    public void End() => Volatile.Write(ref _usedSince, true);
}
