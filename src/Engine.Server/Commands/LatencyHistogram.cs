using System.Numerics;

namespace Engine.Server.Commands;

/// <summary>
/// How long the calls of one command took, by size: 32 steps to each power of two, so that what it tells is at most a
/// thirtieth too much. From a nanosecond to a second; what takes longer counts as a second.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int StepBits = 5;
    private const int Steps = 1 << StepBits;
    private const long Largest = 1L << 30;

    private readonly long[] _counts = new long[IndexOf(Largest) + 1];
    private long _total;

    public void Record(long nanoseconds, int calls)
    {
        _counts[IndexOf(Math.Clamp(nanoseconds, 0, Largest))] += calls;
        _total += calls;
    }

    public long Total => _total;

    /// <summary>
    /// Microseconds that double from about one to the next, and how many calls ended within them; only where that is
    /// more than before.
    /// </summary>
    public IEnumerable<(long Microseconds, long Calls)> Cumulative()
    {
        const int SmallestPower = 10;
        const int DigitBits = 7;
        long calls = 0;
        int index = 0;
        for (int power = SmallestPower; calls < _total; power++)
        {
            long before = calls;
            for (; index < _counts.Length && UpperBound(index) < 1L << power; index++)
                calls += _counts[index];

            // What Redis takes for the same number as the bound, at two digits, is up to this.
            long bound = (1L << power) + (1L << (power - DigitBits)) - 1;
            if (calls > before)
                yield return (bound / 1000, calls);
        }
    }

    /// <summary>The nanoseconds within which this share of the calls ended.</summary>
    public long Percentile(double percent)
    {
        long wanted = Math.Max(1, (long)(percent / 100 * _total + 0.5));
        int index = 0;
        for (long seen = _counts[0]; seen < wanted && index < _counts.Length - 1; seen += _counts[index])
            index++;
        return UpperBound(index);
    }

    /// <summary>
    /// Small numbers have a place each; then the power of two and the bits below the first choose it.
    /// </summary>
    private static int IndexOf(long nanoseconds)
    {
        int shift = Math.Max(0, BitOperations.Log2((ulong)nanoseconds | 1) - StepBits);
        return shift * Steps + (int)(nanoseconds >> shift);
    }

    /// <summary>The largest number that has this place.</summary>
    private static long UpperBound(int index)
    {
        int shift = Math.Max(0, index / Steps - 1);
        return ((long)(index - shift * Steps) + 1 << shift) - 1;
    }
}
