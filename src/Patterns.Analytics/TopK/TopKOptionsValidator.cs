using Patterns.Core;

namespace Patterns.Analytics.TopK;

/// <summary>The bounds of <see cref="TopKOptions"/>.</summary>
internal sealed class TopKOptionsValidator : RedisAnalyticsOptionsValidator<TopKOptions>
{
    protected override void Check(TopKOptions options, OptionsFailures failures)
    {
        base.Check(options, failures);
        failures.RequireWithin(options.Capacity, 1, 100_000, "ten times as many as are shown is a good choice");
        failures.RequireWithin(
            options.HalfLife ?? TimeSpan.FromSeconds(1),
            TimeSpan.FromSeconds(1),
            TimeSpan.FromDays(366),
            "null counts for ever",
            "options.HalfLife");
        failures.RequireWithin(
            options.Retention, TimeSpan.FromMinutes(1), TimeSpan.FromDays(7305), "30 days is the default");
    }
}
