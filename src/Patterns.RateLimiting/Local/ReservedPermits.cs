namespace Patterns.RateLimiting.Local;

/// <summary>Permits that Redis has granted and nobody has used yet, for a limited time.</summary>
internal sealed class ReservedPermits(TimeProvider timeProvider)
{
    private readonly Lock _gate = new();
    private long _left;
    private long _until;
    private int _refilling;

    /// <summary>How many there are, usable or not.</summary>
    public long Left => Volatile.Read(ref _left);

    public bool TryTake(int permits)
    {
        if (Left < Math.Max(1, permits))
        {
            return false;
        }

        lock (_gate)
        {
            if (_left < Math.Max(1, permits) || timeProvider.GetTimestamp() >= _until)
            {
                return false;
            }

            _left -= permits;
            return true;
        }
    }

    /// <summary>One caller at a time asks for more than it needs, else each of a crowd would.</summary>
    public bool TryBeginRefill() => Interlocked.Exchange(ref _refilling, 1) == 0;

    public void EndRefill() => Volatile.Write(ref _refilling, 0);

    /// <param name="permits">How many.</param>
    /// <param name="sent">When they were asked for: they are counted from then on at the earliest.</param>
    /// <param name="lifetime">How long from then.</param>
    public void Add(long permits, long sent, TimeSpan lifetime)
    {
        long until = sent + (long)(lifetime.TotalSeconds * timeProvider.TimestampFrequency);
        lock (_gate)
        {
            // What is left of an earlier batch lives no longer for it.
            if (_left > 0 && timeProvider.GetTimestamp() < _until)
            {
                _left += permits;
                _until = Math.Min(_until, until);
            }
            else
            {
                _left = permits;
                _until = until;
            }
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _left = 0;
        }
    }
}
