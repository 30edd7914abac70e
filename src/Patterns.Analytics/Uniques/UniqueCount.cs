namespace Patterns.Analytics.Uniques;

/// <summary>How many different members there were, about.</summary>
/// <param name="Estimate">What the HyperLogLog says.</param>
public readonly record struct UniqueCount(long Estimate)
{
    /// <summary>The standard error of an estimate, as a part of it: 1.04 / √16384. Two of three estimates are not
    /// farther off, and 99.7 % not more than three times as far.</summary>
    public const double StandardError = 0.0081;

    /// <summary>The least that 99.7 % of the counts with this estimate are.</summary>
    public long Low => (long)Math.Floor(Estimate / (1 + (3 * StandardError)));

    /// <summary>The most that 99.7 % of the counts with this estimate are.</summary>
    public long High => (long)Math.Ceiling(Estimate / (1 - (3 * StandardError)));
}
