using Patterns.Core;

namespace Patterns.Analytics.Nearby;

/// <summary>The bounds of <see cref="NearbyOptions"/>.</summary>
internal sealed class NearbyOptionsValidator : RedisAnalyticsOptionsValidator<NearbyOptions>
{
    protected override void Check(NearbyOptions options, OptionsFailures failures)
    {
        base.Check(options, failures);
        failures.RequireWithin(
            options.PositionLifetime ?? TimeSpan.FromSeconds(1),
            TimeSpan.FromSeconds(1),
            TimeSpan.FromDays(366),
            "three times as long as between two positions is a good choice",
            "options.PositionLifetime");
    }
}
