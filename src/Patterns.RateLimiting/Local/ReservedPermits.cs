namespace Patterns.RateLimiting.Local;

/// <summary>Permits that Redis has granted and nobody has used yet, for a limited time.</summary>
internal sealed class ReservedPermits
{
    private readonly Lock _adding = new();
    private long _left;
    private Deadline? _end;
    private int _refilling;

    /// <summary>How many there are, usable or not.</summary>
    public long Left => Volatile.Read(ref _left);

    public bool TryTake(int permits)
    {
        long left = Left;
        while (left >= Math.Max(1, permits) && !Volatile.Read(ref _end)!.IsOver)
        {
            long seen = Interlocked.CompareExchange(ref _left, left - permits, left);
            if (seen == left)
            {
                return true;
            }

            left = seen;
        }

        return false;
    }

    /// <summary>One caller at a time asks for more than it needs, else each of a crowd would.</summary>
    public bool TryBeginRefill() => Interlocked.Exchange(ref _refilling, 1) == 0;

    public void EndRefill() => Volatile.Write(ref _refilling, 0);

    /// <param name="permits">How many.</param>
    /// <param name="end">Until when they may be taken.</param>
    public void Add(long permits, Deadline end)
    {
        lock (_adding)
        {
            if (Left > 0 && _end is { IsOver: false } earlier)
            {
                // Nothing of either batch lives longer than it may.
                end = end.IsBefore(earlier) ? end : earlier;
            }
            else
            {
                Interlocked.Exchange(ref _left, 0);
            }

            Volatile.Write(ref _end, end);
            Interlocked.Add(ref _left, permits);
        }
    }

    public void Clear()
    {
        lock (_adding)
        {
            Interlocked.Exchange(ref _left, 0);
        }
    }
}
