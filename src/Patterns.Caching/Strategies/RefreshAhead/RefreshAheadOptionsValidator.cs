using Patterns.Caching.Entries;
using Patterns.Core;

namespace Patterns.Caching.Strategies.RefreshAhead;

/// <summary>The bounds of <see cref="RefreshAheadOptions"/>.</summary>
internal sealed class RefreshAheadOptionsValidator : OptionsValidator<RefreshAheadOptions>
{
    protected override void Check(RefreshAheadOptions options, OptionsFailures failures)
    {
        failures.RequireWithin(
            options.TimeToLive, TimeSpan.FromSeconds(1), EntryLifetime.Max, "5 minutes suits most sources");
        failures.RequireWithin(
            options.RefreshAfter, 0.1, 0.95, "0.7 leaves three tenths of the time for the source to answer");
        TimeSpan longest = options.TimeToLive * (1 - options.RefreshAfter);
        failures.RequireWithin(
            options.WarmingInterval,
            TimeSpan.FromMilliseconds(100),
            longest > TimeSpan.FromDays(1) ? TimeSpan.FromDays(1) : longest,
            "take less than what RefreshAfter leaves of TimeToLive");
    }
}
