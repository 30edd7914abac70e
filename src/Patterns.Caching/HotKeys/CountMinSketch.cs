namespace Patterns.Caching.HotKeys;

/// <summary>Counts how often names come, in a few kilobytes however many names there are. It may count too many, never
/// too few: with n names counted, by more than 2n / 2048 once in sixteen times (Cormode and Muthukrishnan, 2005). Safe
/// for concurrent use.</summary>
internal sealed class CountMinSketch
{
    private const int Rows = 4;
    private const int Columns = 2048;

    private readonly int[] _counts = new int[Rows * Columns];

    /// <summary>Counts a name, and tells how often it has come.</summary>
    public int Add(string name)
    {
        // Bits of one well mixed hash choose the columns: names that meet in one row do not meet in the next.
        ulong hash = Mix((uint)string.GetHashCode(name, StringComparison.Ordinal));
        int least = int.MaxValue;
        for (int row = 0; row < Rows; row++)
        {
            int column = (int)(hash >> (row * 16)) & (Columns - 1);
            least = Math.Min(least, Interlocked.Increment(ref _counts[(row * Columns) + column]));
        }

        return least;
    }

    public void Clear() => Array.Clear(_counts);

    // The finalizer of SplitMix64 (Steele, Lea and Flood, 2014).
    private static ulong Mix(ulong hash)
    {
        hash += 0x9E3779B97F4A7C15;
        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EB;
        return hash ^ (hash >> 31);
    }
}
