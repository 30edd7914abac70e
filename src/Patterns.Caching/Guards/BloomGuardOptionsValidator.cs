using Patterns.Core;

namespace Patterns.Caching.Guards;

/// <summary>The bounds of <see cref="BloomGuardOptions"/>.</summary>
internal sealed class BloomGuardOptionsValidator : OptionsValidator<BloomGuardOptions>
{
    protected override void Check(BloomGuardOptions options, OptionsFailures failures)
    {
        failures.RequireKeyPrefix(options.KeyPrefix);
        failures.RequireWithin(
            options.ExpectedNames, 100, 100_000_000, "take what the source will have when the filter is rebuilt next");
        failures.RequireWithin(options.FalsePositiveRate, 0.0001, 0.1, "0.01 takes 10 bits per name");
        failures.RequireWithin(
            options.Lifetime,
            TimeSpan.FromMinutes(1),
            TimeSpan.FromDays(365),
            "rebuild the filter more often than that");
        failures.RequireWithin(
            options.RedisTimeout,
            TimeSpan.FromMilliseconds(1),
            TimeSpan.FromMinutes(1),
            "1 second suits a Redis in the same region");
        failures.RequireCircuit(options.RedisCircuit);
    }
}
