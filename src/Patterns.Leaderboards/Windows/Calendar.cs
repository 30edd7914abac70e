using System.Globalization;

namespace Patterns.Leaderboards.Windows;

/// <summary>Cuts time into the periods of windows, as the calendar of one time zone does.</summary>
/// <remarks>A period begins with the first moment of its first date. That is not always midnight: where clocks skip
/// midnight, the date begins later. Periods follow each other without gap and overlap, whatever clocks do.</remarks>
/// <param name="zone">The time zone.</param>
internal sealed class Calendar(TimeZoneInfo zone)
{
    /// <summary>The period that a moment is in; that of a season even when it is not on.</summary>
    public LeaderboardPeriod Of(LeaderboardWindow window, DateTimeOffset instant)
    {
        switch (window.Kind)
        {
            case WindowKind.AllTime:
                return new LeaderboardPeriod(
                    window, window.Name, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue);
            case WindowKind.Season:
                return new LeaderboardPeriod(window, window.Name, window.Start, window.End);
        }

        DateOnly first = FirstDate(window.Kind, DateOf(instant));
        DateTimeOffset start = StartOf(first);

        // Where clocks are put back over midnight, a moment's date can be that of the period before or after.
        while (instant < start)
        {
            first = FirstDate(window.Kind, first.AddDays(-1));
            start = StartOf(first);
        }

        DateOnly next = NextDate(window.Kind, first);
        DateTimeOffset end = StartOf(next);
        while (instant >= end)
        {
            (first, start) = (next, end);
            next = NextDate(window.Kind, first);
            end = StartOf(next);
        }

        return new LeaderboardPeriod(window, NameOf(window, first), start, end);
    }

    private DateOnly DateOf(DateTimeOffset instant)
        => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);

    /// <summary>The first moment whose date is this one or a later one, to the second.</summary>
    private DateTimeOffset StartOf(DateOnly date)
    {
        // No zone is more than a day from UTC.
        var midnight = new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero);
        DateTimeOffset before = midnight.AddDays(-2), after = midnight.AddDays(2);
        while (after - before > TimeSpan.FromSeconds(1))
        {
            DateTimeOffset middle = before.AddSeconds((long)(after - before).TotalSeconds / 2);
            if (DateOf(middle) >= date)
            {
                after = middle;
            }
            else
            {
                before = middle;
            }
        }

        return after;
    }

    private static DateOnly FirstDate(WindowKind kind, DateOnly date) => kind switch
    {
        WindowKind.Week => date.AddDays(-(((int)date.DayOfWeek + 6) % 7)),
        WindowKind.Month => new DateOnly(date.Year, date.Month, 1),
        WindowKind.Year => new DateOnly(date.Year, 1, 1),
        _ => date,
    };

    private static DateOnly NextDate(WindowKind kind, DateOnly first) => kind switch
    {
        WindowKind.Week => first.AddDays(7),
        WindowKind.Month => first.AddMonths(1),
        WindowKind.Year => first.AddYears(1),
        _ => first.AddDays(1),
    };

    private static string NameOf(LeaderboardWindow window, DateOnly first)
    {
        DateTime day = first.ToDateTime(TimeOnly.MinValue);
        return window.Kind switch
        {
            WindowKind.Week => string.Create(
                CultureInfo.InvariantCulture,
                $"{window.Name}:{ISOWeek.GetYear(day):0000}-W{ISOWeek.GetWeekOfYear(day):00}"),
            WindowKind.Month => string.Create(CultureInfo.InvariantCulture, $"{window.Name}:{day:yyyy-MM}"),
            WindowKind.Year => string.Create(CultureInfo.InvariantCulture, $"{window.Name}:{day:yyyy}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{window.Name}:{day:yyyy-MM-dd}"),
        };
    }
}
