namespace Patterns.RateLimiting.Tests.Models;

/// <summary>What an algorithm promises, written down as naively as possible: it keeps every grant and counts anew each
/// time. It is told what the server's clock said, so its answers are exact.</summary>
internal abstract class LimitModel
{
    /// <summary>Whether so many permits are free.</summary>
    /// <param name="now">Microseconds since 1970.</param>
    /// <param name="permits">One or more.</param>
    public abstract bool IsFree(long now, long permits);

    /// <summary>Counts permits, whatever the limit says.</summary>
    public abstract void Charge(long now, long permits);

    /// <summary>How many permits a caller could take.</summary>
    public abstract long Remaining(long now);

    /// <summary>When nothing is counted any more.</summary>
    public abstract long ResetAfter(long now);

    /// <summary>The limit becomes another.</summary>
    public abstract void Change(long limit);

    /// <summary>
    /// How long until so many permits are free, found by asking for every microsecond that may be it.
    /// </summary>
    public long RetryAfter(long now, long permits)
    {
        // The answer is monotone when nobody charges meanwhile.
        long low = 0;
        long high = 1;
        while (!IsFree(now + high, permits))
        {
            high *= 2;
        }

        while (low < high)
        {
            long middle = (low + high) / 2;
            if (IsFree(now + middle, permits))
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }
}
