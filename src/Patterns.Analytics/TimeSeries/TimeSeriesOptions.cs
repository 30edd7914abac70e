using Patterns.Analytics.Counters;

namespace Patterns.Analytics.TimeSeries;

/// <summary>The options of <see cref="RedisTimeSeries"/>. They are read once, when it is created.</summary>
public sealed class TimeSeriesOptions : RedisAnalyticsOptions
{
    /// <summary>The most buckets or samples that one call reads.</summary>
    public const int MaxPoints = 10_000;

    /// <summary>Creates options with their defaults.</summary>
    public TimeSeriesOptions()
        : base("series")
    {
    }

    /// <summary>For how long samples themselves are kept.</summary>
    /// <value>1 second to 366 days; the default is 1 hour. A sample takes some 30 bytes.</value>
    public TimeSpan SampleRetention { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Into what samples are made coarser as they come in, finest first. Each bucket is a multiple of the one
    /// before.</summary>
    /// <value>1 to 8; the default is minutes for two days, hours for sixty days and days for two years. Each costs
    /// every sample two more commands in its script.</value>
    public IList<CounterResolution> Resolutions { get; set; } =
        [CounterResolution.Minute, CounterResolution.Hour, CounterResolution.Day];
}
