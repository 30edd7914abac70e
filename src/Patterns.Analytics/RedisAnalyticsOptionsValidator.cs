using Patterns.Core;

namespace Patterns.Analytics;

/// <summary>The bounds of what all recipes of the package have in common.</summary>
/// <typeparam name="TOptions">The options of one recipe.</typeparam>
internal abstract class RedisAnalyticsOptionsValidator<TOptions> : OptionsValidator<TOptions>
    where TOptions : RedisAnalyticsOptions
{
    protected override void Check(TOptions options, OptionsFailures failures)
    {
        failures.RequireKeyPrefix(options.KeyPrefix);
        failures.RequireWithin(
            options.RedisTimeout,
            TimeSpan.FromMilliseconds(1),
            TimeSpan.FromMinutes(1),
            "1 second suits a Redis in the same region");
        failures.RequireCircuit(options.RedisCircuit);
    }
}
