using Patterns.Core;

namespace Patterns.Caching.Strategies.WriteBehind;

/// <summary>The bounds of <see cref="WriteBehindOptions"/>.</summary>
internal sealed class WriteBehindOptionsValidator : OptionsValidator<WriteBehindOptions>
{
    private static readonly TimeSpan _millisecond = TimeSpan.FromMilliseconds(1);

    public static WriteBehindOptionsValidator Instance { get; } = new();

    protected override void Check(WriteBehindOptions options, OptionsFailures failures)
    {
        failures.RequireKeyPrefix(options.Name);
        failures.RequireWithin(options.Partitions, 1, 256, "4 keep a few workers busy");
        failures.RequireWithin(options.BatchSize, 1, 10_000, "200 suit most sources");
        failures.RequireWithin(
            options.FlushInterval, _millisecond, TimeSpan.FromHours(1), "100 milliseconds suit most sources");
        failures.RequireWithin(
            options.MaxPending, 100, 100_000_000, "take what the source writes in the time that it may be down");
        failures.RequireWithin(options.MaxAttempts, 1, 1_000, "20 suit most sources");
        failures.RequireWithin(
            options.RetryDelay, _millisecond, TimeSpan.FromHours(1), "200 milliseconds suit most sources");
        failures.RequireWithin(
            options.MaxRetryDelay,
            options.RetryDelay,
            TimeSpan.FromDays(1),
            "take no less than RetryDelay; 1 minute suits most sources");
        failures.RequireWithin(
            options.LeaseTime,
            TimeSpan.FromMilliseconds(500),
            TimeSpan.FromMinutes(10),
            "10 seconds suit most services");
        failures.RequireWithin(
            options.StoreTimeout, _millisecond, TimeSpan.FromHours(1), "take the longest time that a batch may need");
        failures.RequireSet(options.Tags, "leave the default for none");
        failures.RequireSet(options.Random, "leave the default for pauses that differ in each process");
    }
}
