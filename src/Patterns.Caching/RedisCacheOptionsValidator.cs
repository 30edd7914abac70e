using Patterns.Caching.Entries;
using Patterns.Core;

namespace Patterns.Caching;

/// <summary>The bounds of <see cref="RedisCacheOptions"/>.</summary>
internal sealed class RedisCacheOptionsValidator : OptionsValidator<RedisCacheOptions>
{
    protected override void Check(RedisCacheOptions options, OptionsFailures failures)
    {
        TimeSpan millisecond = TimeSpan.FromMilliseconds(1);
        failures.RequireKeyPrefix(options.KeyPrefix);
        failures.RequireWithin(
            options.TimeToLive,
            EntryLifetime.Min,
            EntryLifetime.Max,
            "to keep a value out of the cache, call DoNotStore on the factory's context");
        failures.RequireWithin(
            options.Jitter, 0, EntryLifetime.MaxJitter, "0.1 varies the time to live by 10 % up and down");
        failures.RequireDefined(options.FailureMode);
        failures.RequireWithin(
            options.RedisTimeout, millisecond, TimeSpan.FromMinutes(1), "1 second suits a Redis in the same region");
        failures.RequireCircuit(options.RedisCircuit);
        failures.RequireWithin(
            options.SourceTimeout, millisecond, TimeSpan.FromHours(1), "take the longest time that callers may wait");
        failures.RequireCircuit(options.SourceCircuit);
        failures.RequireSet(options.Serializer, "leave the default for System.Text.Json");
        failures.RequireSet(options.Random, "leave the default for jitter that differs in each process");
    }
}
