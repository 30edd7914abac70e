using Patterns.Caching.Entries;
using Patterns.Caching.HotKeys;
using Patterns.Core;

namespace Patterns.Caching;

/// <summary>The bounds of <see cref="RedisCacheOptions"/>.</summary>
internal sealed class RedisCacheOptionsValidator : OptionsValidator<RedisCacheOptions>
{
    private const int MinCompressed = 64;
    private const int MinChunk = 1024;

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
        CheckFills(options, failures);
        if (options.Local is not null)
        {
            CheckLocal(options, failures);
        }

        if (options.HotKeys is not null)
        {
            CheckHotKeys(options.HotKeys, failures);
        }

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

    private static void CheckLocal(RedisCacheOptions options, OptionsFailures failures)
    {
        failures.RequireWithin(options.Local!.MaxEntries, 1, 10_000_000, "10,000 suits most services");
        failures.RequireWithin(options.Local!.MaxBytes, 1024, 1L << 40, "64 MiB suits most services");
        failures.RequireWithin(
            options.Local!.TimeToLive,
            TimeSpan.FromMilliseconds(1),
            TimeSpan.FromDays(1),
            "30 seconds bounds what a lost message can do");
        failures.RequireWithin(
            options.Local!.HeartbeatInterval,
            TimeSpan.FromMilliseconds(100),
            TimeSpan.FromMinutes(1),
            "1 second suits most services");
    }

    private static void CheckHotKeys(HotKeyOptions options, OptionsFailures failures)
    {
        const string Path = "options.HotKeys.";
        failures.RequireWithin(
            options.Threshold, 10, 10_000_000, "1,000 in a second suits most services", $"{Path}Threshold");
        failures.RequireWithin(
            options.Window,
            TimeSpan.FromMilliseconds(100),
            TimeSpan.FromHours(1),
            "1 second suits most services",
            $"{Path}Window");
        failures.RequireWithin(
            options.Copies, 0, 16, "one for each primary that is to share the reads", $"{Path}Copies");
        failures.RequireWithin(
            options.CopyTimeToLive,
            TimeSpan.FromMilliseconds(10),
            TimeSpan.FromMinutes(1),
            "1 second suits most services",
            $"{Path}CopyTimeToLive");
    }

    private static void CheckFills(RedisCacheOptions options, OptionsFailures failures)
    {
        failures.RequireWithin(
            options.NegativeTimeToLive, EntryLifetime.Min, EntryLifetime.Max, "30 seconds suits most sources");
        failures.RequireWithin(
            options.StaleFor, TimeSpan.Zero, EntryLifetime.MaxStaleFor, "zero keeps no stale values");
        failures.RequireWithin(
            options.StaleRetryDelay, TimeSpan.Zero, TimeSpan.FromHours(1), "5 seconds suits most sources");
        failures.RequireWithin(
            options.SourceSoftTimeout ?? TimeSpan.Zero,
            TimeSpan.Zero,
            TimeSpan.FromHours(1),
            "leave it null to wait for the source",
            "options.SourceSoftTimeout");
        failures.RequireWithin(
            options.EarlyRefreshBeta, 0, EntryLifetime.MaxBeta, "1 is the usual, 0 refreshes nothing early");
        failures.RequireWithin(
            options.LeaseTime,
            TimeSpan.FromMilliseconds(100),
            TimeSpan.FromMinutes(1),
            "2 seconds suits most services");
        failures.RequireWithin(
            options.MaxValueBytes, 1024, (512 * 1024 * 1024) - 1, "split values that are larger than a few megabytes");
        failures.RequireWithin(
            options.CompressFromBytes ?? MinCompressed,
            MinCompressed,
            int.MaxValue,
            "leave it null to compress nothing",
            "options.CompressFromBytes");
        failures.RequireWithin(
            options.ChunkBytes ?? MinChunk,
            MinChunk,
            int.MaxValue,
            "leave it null to split nothing",
            "options.ChunkBytes");
    }
}
