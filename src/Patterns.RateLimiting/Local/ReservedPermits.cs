namespace Patterns.RateLimiting.Local;

/// <summary>Permits that Redis has granted and nobody has used yet, for a limited time.</summary>
internal sealed class ReservedPermits
{
    private readonly Lock _adding = new();
    private long _left;
    private Deadline? _end;
    private int _refilling;
    private int _generation;

    /// <summary>How many can be taken.</summary>
    public long Left => Volatile.Read(ref _end) is { IsOver: false } ? Volatile.Read(ref _left) : 0;

    /// <summary>How often all were dropped.</summary>
    public int Generation => Volatile.Read(ref _generation);

    public bool TryTake(int permits)
    {
        long left = Volatile.Read(ref _left);
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
    /// <param name="size">How many there may be at most.</param>
    /// <returns>How many are missing, after which <see cref="EndRefill"/> is due; 0 if none is, or if another caller
    /// asks for them already.</returns>
    public long BeginRefill(long size)
    {
        if (Interlocked.Exchange(ref _refilling, 1) == 1)
        {
            return 0;
        }

        long missing = size - Left;
        if (missing <= 0)
        {
            EndRefill();
            return 0;
        }

        return missing;
    }

    public void EndRefill() => Volatile.Write(ref _refilling, 0);

    /// <param name="permits">How many.</param>
    /// <param name="end">Until when they may be taken.</param>
    /// <param name="generation">The <see cref="Generation"/> in which they were asked for. If all were dropped since,
    /// so are these.</param>
    public void Add(long permits, Deadline end, int generation)
    {
        lock (_adding)
        {
            if (generation != _generation)
            {
                return;
            }

            if (_left > 0 && _end is { IsOver: false } earlier)
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
            Volatile.Write(ref _generation, _generation + 1);
            Interlocked.Exchange(ref _left, 0);
        }
    }
}
