namespace Engine.Server.DataTypes.HyperLogLogs;

/// <summary>
/// The improved raw estimator of Otmar Ertl, "New cardinality estimation algorithms for HyperLogLog sketches"
/// (arXiv:1702.01284), which needs to know only how many registers have each value. The sums are made in the order in
/// which Redis makes them, so that they round alike.
/// </summary>
internal static class CardinalityEstimate
{
    /// <summary>A register has six bits.</summary>
    public const int HistogramLength = 64;

    /// <summary>1 / (2 ln 2)</summary>
    private const double Alpha = 0.721347520444481703680;

    public static long Of(ReadOnlySpan<int> histogram)
    {
        const double Count = HyperLogLog.Registers;
        const int Highest = HyperLogLog.RankBits;
        double sum = Count * Tau((Count - histogram[Highest + 1]) / Count);
        for (int value = Highest; value >= 1; value--)
            sum = (sum + histogram[value]) * 0.5;
        sum += Count * Sigma(histogram[0] / Count);
        return (long)Math.Round(Alpha * Count * Count / sum, MidpointRounding.AwayFromZero);
    }

    /// <summary>Corrects for registers that are zero, of which x is the share.</summary>
    private static double Sigma(double x)
    {
        if (x == 1)
            return double.PositiveInfinity;
        double weight = 1;
        double sum = x;
        double before;
        do
        {
            x *= x;
            before = sum;
            sum += x * weight;
            weight += weight;
        }
        while (before != sum);
        return sum;
    }

    /// <summary>Corrects for registers that are as high as can be, which all but the share x are.</summary>
    private static double Tau(double x)
    {
        if (x is 0 or 1)
            return 0;
        double weight = 1;
        double sum = 1 - x;
        double before;
        do
        {
            x = Math.Sqrt(x);
            before = sum;
            weight *= 0.5;
            sum -= (1 - x) * (1 - x) * weight;
        }
        while (before != sum);
        return sum / 3;
    }
}
