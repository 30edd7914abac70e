namespace Patterns.Analytics.Counters;

/// <summary>The options of <see cref="RedisCounters"/>. They are read once, when it is created.</summary>
public sealed class CountersOptions : RedisAnalyticsOptions
{
    /// <summary>The most buckets that one call reads.</summary>
    public const int MaxPoints = 10_000;

    /// <summary>Creates options with their defaults.</summary>
    public CountersOptions()
        : base("counters")
    {
    }

    /// <summary>How finely and for how long counts are kept, finest first. Each bucket is a multiple of the one
    /// before.</summary>
    /// <value>1 to 8; the default is minutes for two days, hours for sixty days and days for two years. Each costs
    /// every increment one more command in its script.</value>
    public IList<CounterResolution> Resolutions { get; set; } =
        [CounterResolution.Minute, CounterResolution.Hour, CounterResolution.Day];
}
