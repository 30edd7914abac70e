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
        // One hash makes the columns of all rows (Kirsch and Mitzenmacher, 2006).
        uint hash = (uint)string.GetHashCode(name, StringComparison.Ordinal);
        uint step = (hash >> 16) | 1;
        int least = int.MaxValue;
        for (int row = 0; row < Rows; row++)
        {
            uint column = (hash + ((uint)row * step)) % Columns;
            least = Math.Min(least, Interlocked.Increment(ref _counts[(row * Columns) + column]));
        }

        return least;
    }

    public void Clear() => Array.Clear(_counts);
}
