using System.Globalization;
using Patterns.Leaderboards.Windows;
using Calendar = Patterns.Leaderboards.Windows.Calendar;

namespace Patterns.Leaderboards.Tests.Windows;

/// <summary>Periods of days, weeks, months and years where clocks and calendars are awkward.</summary>
public sealed class CalendarTests
{
    public static TheoryData<string> Zones =>
    [
        "UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/St_Johns",
        "Africa/Cairo", "Asia/Beirut", "America/Sao_Paulo", "Pacific/Apia",
    ];

    [Theory]
    [InlineData("2026-11-21", "2026-W47")]
    [InlineData("2021-01-03", "2020-W53")]
    [InlineData("2021-01-04", "2021-W01")]
    [InlineData("2024-12-29", "2024-W52")]
    [InlineData("2024-12-30", "2025-W01")]
    [InlineData("2026-12-31", "2026-W53")]
    [InlineData("2027-01-03", "2026-W53")]
    public void Weeks_are_those_of_ISO_8601(string date, string week)
    {
        DateTimeOffset instant = Instant($"{date}T12:00:00Z");
        LeaderboardPeriod period = new Calendar(TimeZoneInfo.Utc).Of(LeaderboardWindow.Weekly, instant);
        Assert.Equal($"week:{week}", period.Name);
        Assert.Equal(DayOfWeek.Monday, period.Start.DayOfWeek);
        Assert.Equal(TimeSpan.FromDays(7), period.End - period.Start);
    }

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z", 23.0)]
    [InlineData("Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00Z", 25.0)]
    [InlineData("America/New_York", "2026-03-08", "2026-03-08T05:00:00Z", 23.0)]
    [InlineData("America/New_York", "2026-11-01", "2026-11-01T04:00:00Z", 25.0)]
    [InlineData("Asia/Kolkata", "2026-11-21", "2026-11-20T18:30:00Z", 24.0)]
    [InlineData("Australia/Lord_Howe", "2026-04-05", "2026-04-04T13:00:00Z", 24.5)]
    [InlineData("Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00Z", 23.0)]
    [InlineData("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00Z", 23.0)]
    [InlineData("Asia/Beirut", "2021-10-30", "2021-10-29T21:00:00Z", 25.0)]
    public void A_day_is_as_long_as_its_clocks_make_it(string zone, string date, string start, double hours)
    {
        var calendar = new Calendar(TimeZoneInfo.FindSystemTimeZoneById(zone));
        LeaderboardPeriod day = calendar.Of(LeaderboardWindow.Daily, Instant(start));
        Assert.Equal($"day:{date}", day.Name);
        Assert.Equal(Instant(start), day.Start);
        Assert.Equal(TimeSpan.FromHours(hours), day.End - day.Start);
        Assert.NotEqual(day.Name, calendar.Of(LeaderboardWindow.Daily, day.Start.AddSeconds(-1)).Name);
        Assert.Equal(day.Name, calendar.Of(LeaderboardWindow.Daily, day.End.AddTicks(-1)).Name);
    }

    [Theory]
    [MemberData(nameof(Zones))]
    public void Periods_follow_each_other_without_gap_and_hold_their_own_moments(string zone)
    {
        var calendar = new Calendar(TimeZoneInfo.FindSystemTimeZoneById(zone));
        LeaderboardWindow[] windows =
            [LeaderboardWindow.Daily, LeaderboardWindow.Weekly, LeaderboardWindow.Monthly, LeaderboardWindow.Yearly];
        foreach (int year in new[] { 2011, 2018, 2021, 2026 })
        {
            foreach (LeaderboardWindow window in windows)
            {
                LeaderboardPeriod period = calendar.Of(window, Instant($"{year - 1}-12-20T00:00:00Z"));
                for (; period.End < Instant($"{year + 1}-01-15T00:00:00Z"); period = Follow(calendar, period))
                {
                    Assert.True(period.Start < period.End, $"{period}");
                    Assert.Equal(period, calendar.Of(window, period.Start));
                    Assert.Equal(period, calendar.Of(window, period.Start + ((period.End - period.Start) / 2)));
                    Assert.Equal(period, calendar.Of(window, period.End.AddTicks(-1)));
                }
            }
        }

        static LeaderboardPeriod Follow(Calendar calendar, LeaderboardPeriod period)
        {
            LeaderboardPeriod next = calendar.Of(period.Window, period.End);
            Assert.Equal(period.End, next.Start);
            Assert.True(string.CompareOrdinal(period.Name, next.Name) < 0, $"{period.Name} before {next.Name}");
            return next;
        }
    }

    [Fact]
    public void A_day_that_a_country_skipped_is_no_period()
    {
        var calendar = new Calendar(TimeZoneInfo.FindSystemTimeZoneById("Pacific/Apia"));
        LeaderboardPeriod before = calendar.Of(LeaderboardWindow.Daily, Instant("2011-12-29T20:00:00Z"));
        LeaderboardPeriod after = calendar.Of(LeaderboardWindow.Daily, before.End);
        Assert.Equal(("day:2011-12-29", "day:2011-12-31"), (before.Name, after.Name));
    }

    [Fact]
    public void Days_of_a_week_are_its_own()
    {
        var clock = new BoardClock(
            [LeaderboardWindow.Weekly], TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), TimeProvider.System);
        LeaderboardPeriod week = clock.PeriodOf(LeaderboardWindow.Weekly, Instant("2026-10-25T12:00:00Z"));
        LeaderboardPeriod[] days = [.. clock.Within(week, LeaderboardWindow.Daily)];
        Assert.Equal(7, days.Length);
        Assert.Equal(("day:2026-10-19", "day:2026-10-25"), (days[0].Name, days[^1].Name));
        Assert.Equal((week.Start, week.End), (days[0].Start, days[^1].End));

        LeaderboardPeriod year = clock.PeriodOf(LeaderboardWindow.Yearly, week.Start);
        Assert.Equal(12, clock.Within(year, LeaderboardWindow.Monthly).Count());
        Assert.Equal("week:2026-W02", clock.Within(year, LeaderboardWindow.Weekly).First().Name);
    }

    private static DateTimeOffset Instant(string text)
        => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
