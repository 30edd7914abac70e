namespace Patterns.Analytics.TimeSeries;

/// <summary>The samples of one bucket, made one.</summary>
/// <param name="Start">When the bucket begins.</param>
/// <param name="Count">How many samples there were.</param>
/// <param name="Sum">Their sum.</param>
/// <param name="Min">The lowest.</param>
/// <param name="Max">The highest.</param>
/// <param name="Last">The latest.</param>
public readonly record struct SampleBucket(
    DateTimeOffset Start, long Count, double Sum, double Min, double Max, double Last)
{
    /// <summary>The mean of the samples.</summary>
    public double Average => Sum / Count;
}
