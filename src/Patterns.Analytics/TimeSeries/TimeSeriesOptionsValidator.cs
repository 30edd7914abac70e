using Patterns.Analytics.Counters;
using Patterns.Core;

namespace Patterns.Analytics.TimeSeries;

/// <summary>The bounds of <see cref="TimeSeriesOptions"/>.</summary>
internal sealed class TimeSeriesOptionsValidator : RedisAnalyticsOptionsValidator<TimeSeriesOptions>
{
    protected override void Check(TimeSeriesOptions options, OptionsFailures failures)
    {
        base.Check(options, failures);
        ResolutionBounds.Check(options.Resolutions, failures);
        failures.RequireWithin(
            options.SampleRetention,
            TimeSpan.FromSeconds(1),
            TimeSpan.FromDays(366),
            "keep longer spans in buckets");
    }
}
