using Patterns.Core;

namespace Patterns.Analytics.Counters;

/// <summary>The bounds of <see cref="CountersOptions"/>.</summary>
internal sealed class CountersOptionsValidator : RedisAnalyticsOptionsValidator<CountersOptions>
{
    protected override void Check(CountersOptions options, OptionsFailures failures)
    {
        base.Check(options, failures);
        ResolutionBounds.Check(options.Resolutions, failures);
    }
}
