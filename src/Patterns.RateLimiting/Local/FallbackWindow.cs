namespace Patterns.RateLimiting.Local;

/// <summary>The limit of this process alone, while Redis fails: a fixed window that begins with its first
/// permit.</summary>
internal sealed class FallbackWindow
{
    private readonly Lock _gate = new();
    private long _start;
    private long _used;

    /// <returns>Whether the permits are granted; how many are left; when the window is over.</returns>
    public (bool IsGranted, long Remaining, TimeSpan EndsAfter) Take(
        long permits, long limit, TimeSpan window, TimeProvider timeProvider)
    {
        lock (_gate)
        {
            TimeSpan elapsed = timeProvider.GetElapsedTime(_start);
            if (_used == 0 || elapsed >= window)
            {
                _start = timeProvider.GetTimestamp();
                _used = 0;
                elapsed = TimeSpan.Zero;
            }

            bool granted = _used + Math.Max(permits, 1) <= limit;
            if (granted)
            {
                _used += permits;
            }

            return (granted, Math.Max(0, limit - _used), window - elapsed);
        }
    }
}
