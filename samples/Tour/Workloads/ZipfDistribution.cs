namespace Tour.Workloads;

/// <summary>
/// Popularity as Zipf's law has it: the item of rank k is asked for in proportion to 1 / k^s. With an exponent s near 1
/// a few items get most of the requests, which is how web caches are used (Breslau et al., "Web Caching and Zipf-like
/// Distributions", 1999).
/// </summary>
internal sealed class ZipfDistribution
{
    private readonly double[] _cumulative;

    /// <param name="count">How many items there are; at least 1.</param>
    /// <param name="exponent">How steep the popularity falls; 0 makes all items equal.</param>
    public ZipfDistribution(int count, double exponent)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(exponent);
        _cumulative = new double[count];
        double sum = 0;
        for (int rank = 0; rank < count; rank++)
        {
            sum += Math.Pow(rank + 1, -exponent);
            _cumulative[rank] = sum;
        }
    }

    /// <summary>The probability of the item at a rank, counted from 0.</summary>
    public double ProbabilityOf(int rank)
    {
        double below = rank == 0 ? 0 : _cumulative[rank - 1];
        return (_cumulative[rank] - below) / _cumulative[^1];
    }

    /// <summary>Draws a rank, counted from 0.</summary>
    public int Next(Random random)
    {
        int found = Array.BinarySearch(_cumulative, random.NextDouble() * _cumulative[^1]);
        return Math.Min(found < 0 ? ~found : found + 1, _cumulative.Length - 1);
    }
}
