using Patterns.Core;
using Patterns.Leaderboards.Windows;

namespace Patterns.Leaderboards;

/// <summary>The bounds of <see cref="LeaderboardsOptions"/>.</summary>
internal sealed class LeaderboardsOptionsValidator : RedisBoardOptionsValidator<LeaderboardsOptions>
{
    /// <summary>Whole numbers up to here are exact in a sorted set.</summary>
    public const long LargestExact = 1L << 53;

    private const int MaxPeriods = 400;

    protected override void Check(LeaderboardsOptions options, OptionsFailures failures)
    {
        base.Check(options, failures);
        failures.RequireDefined(options.Order);
        failures.RequireDefined(options.TieBreak);
        failures.RequireDefined(options.Events);
        failures.RequireWithin(options.EventRank, 1, 1_000_000_000, "100 tells the changes among the top hundred");
        failures.RequireWithin(options.EventStreamLength, 1, 10_000_000, "10,000 suits most boards");
        failures.RequireSet(options.TimeZone, "TimeZoneInfo.Utc is the default");
        failures.RequireWithin(
            options.MinScore, double.MinValue, options.MaxScore, "let MinScore be at most MaxScore, both finite");
        failures.RequireWithin(
            options.MaxScore, options.MinScore, double.MaxValue, "let MaxScore be at least MinScore, both finite");
        CheckTies(options, failures);
        CheckWindows(options, failures);
    }

    private static void CheckTies(LeaderboardsOptions options, OptionsFailures failures)
    {
        failures.RequireSet(options.Ties, "change the values of the default instead of removing it");
        if (options.TieBreak != TieBreak.FirstToReach || options.Ties is not { } ties)
        {
            return;
        }

        failures.RequireWithin(
            ties.Epoch,
            DateTimeOffset.UnixEpoch,
            new DateTimeOffset(2200, 1, 1, 0, 0, 0, TimeSpan.Zero),
            "choose a time shortly before the first board",
            "options.Ties.Epoch");
        failures.RequireWithin(
            ties.Resolution,
            TimeSpan.FromMilliseconds(1),
            TimeSpan.FromDays(1),
            "1 second suits most games",
            "options.Ties.Resolution");
        failures.RequireWithin(
            ties.Span,
            TimeSpan.FromHours(1),
            TimeSpan.FromDays(36_525),
            "20 years is the default",
            "options.Ties.Span");
        if (ties.Resolution <= TimeSpan.Zero || ties.Span <= TimeSpan.Zero)
        {
            return;
        }

        RequireWhole(options.MinScore, "options.MinScore", failures);
        RequireWhole(options.MaxScore, "options.MaxScore", failures);
        double ticks = BoardRules.TicksOf(ties);
        failures.RequireWithin(
            options.MaxScore - options.MinScore + 1,
            1,
            Math.Floor(LargestExact / ticks),
            $"{ticks} steps of time ({ties.Span:c} in steps of {ties.Resolution:c}) leave room for so many scores "
            + "within 53 bits; narrow the scores, shorten Ties.Span, coarsen Ties.Resolution, or break ties by name",
            "options.MaxScore - MinScore + 1");
    }

    private static void RequireWhole(double score, string expression, OptionsFailures failures)
    {
        const string Remedy = "with TieBreak.FirstToReach scores are whole numbers; count in cents or milliseconds";
        failures.RequireWithin(score, -LargestExact, LargestExact, Remedy, expression);
        failures.RequireWithin(score - Math.Floor(score), 0, 0, Remedy, $"{expression}: the fraction");
    }

    private static void CheckWindows(LeaderboardsOptions options, OptionsFailures failures)
    {
        failures.RequireSet(options.Windows, "[LeaderboardWindow.AllTime] is the default");
        if (options.Windows is not { } windows)
        {
            return;
        }

        failures.RequireWithin(windows.Count, 1, 16, "rank over at least one window", "options.Windows.Count");
        int different = windows.Select(window => window.Name).Distinct(StringComparer.Ordinal).Count();
        failures.RequireWithin(
            different, windows.Count, windows.Count, "name each window once", "options.Windows: different names");
        foreach (LeaderboardWindow window in windows)
        {
            failures.RequireWithin(
                window.Retention,
                window.Kind == WindowKind.AllTime ? TimeSpan.Zero : TimeSpan.FromMinutes(1),
                MaxRetention(window.Kind),
                "keep fewer periods, or take a snapshot of those that must stay",
                $"options.Windows[{window.Name}].Retention");
        }
    }

    private static TimeSpan MaxRetention(WindowKind kind)
        => kind == WindowKind.Day ? TimeSpan.FromDays(MaxPeriods) : TimeSpan.FromDays(3653);
}
