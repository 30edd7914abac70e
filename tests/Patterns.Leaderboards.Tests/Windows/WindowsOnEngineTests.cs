using System.Globalization;
using Engine.Testing;
using StackExchange.Redis;

namespace Patterns.Leaderboards.Tests.Windows;

/// <summary>Windows as time passes: the engine's clock and the recipe's are the test's own.</summary>
public sealed class WindowsOnEngineTests
{
    private const string Board = "b";

    private static readonly LeaderboardWindow[] _all =
    [
        LeaderboardWindow.AllTime, LeaderboardWindow.Daily, LeaderboardWindow.Weekly, LeaderboardWindow.Monthly,
        LeaderboardWindow.Yearly,
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("UTC", "2026-11-22T23:59:59.999Z", "week:2026-W47", "week:2026-W48")]
    [InlineData("Europe/Berlin", "2026-10-25T22:59:59.999Z", "week:2026-W43", "week:2026-W44")]
    [InlineData("America/New_York", "2027-01-01T04:59:59.999Z", "year:2026", "year:2027")]
    [InlineData("Asia/Kolkata", "2026-11-30T18:29:59.999Z", "month:2026-11", "month:2026-12")]
    [InlineData("Africa/Cairo", "2026-04-23T21:59:59.999Z", "day:2026-04-23", "day:2026-04-24")]
    [InlineData("Australia/Lord_Howe", "2027-01-03T12:59:59.999Z", "week:2026-W53", "week:2027-W01")]
    public async Task A_submission_counts_in_the_periods_that_the_servers_clock_is_in(
        string zone, string lastMoment, string before, string after)
    {
        await using Setup setup = await Setup.CreateAsync(lastMoment, skew: TimeSpan.Zero, zone);

        LeaderboardSubmission last = await setup.SubmitAsync("ada", 1);
        await setup.Clock.AdvanceAsync(TimeSpan.FromMilliseconds(1), Cancellation);
        LeaderboardSubmission first = await setup.SubmitAsync("ada", 1);

        Assert.Contains(last.Standings, standing => standing.Period.Name == before && standing.Score == 1);
        Assert.Contains(
            first.Standings,
            standing => standing is { Score: 1, PreviousRank: null } && standing.Period.Name == after);
        Assert.Equal(2, first.In(LeaderboardWindow.AllTime)!.Value.Score);
        Assert.Equal(
            ["all", "day", "week", "month", "year"], first.Standings.Select(standing => standing.Period.Window.Name));
    }

    [Theory]
    [InlineData(-7)]
    [InlineData(-0.5)]
    [InlineData(0.5)]
    [InlineData(49)]
    [InlineData(9000)]
    public async Task The_callers_clock_decides_nothing(double skewInHours)
    {
        await using Setup setup = await Setup.CreateAsync(
            "2026-12-31T23:59:59.999Z", TimeSpan.FromHours(skewInHours), "UTC");

        LeaderboardSubmission last = await setup.SubmitAsync("ada", 1);
        await setup.Clock.AdvanceAsync(TimeSpan.FromMilliseconds(1), Cancellation);
        LeaderboardSubmission first = await setup.SubmitAsync("bea", 1);

        Assert.Equal(
            ["all", "day:2026-12-31", "week:2026-W53", "month:2026-12", "year:2026"],
            last.Standings.Select(standing => standing.Period.Name));
        Assert.Equal(
            ["all", "day:2027-01-01", "week:2026-W53", "month:2027-01", "year:2027"],
            first.Standings.Select(standing => standing.Period.Name));

        // Readers follow what submitters have learnt.
        LeaderboardPage today =
            await setup.Boards.TopAsync(Board, 5, new() { Window = LeaderboardWindow.Daily }, Cancellation);
        Assert.Equal("bea", Assert.Single(today).Member.ToString());
    }

    [Fact]
    public async Task A_caller_whose_clock_is_right_within_a_minute_needs_one_round_trip_always()
    {
        await using Setup setup = await Setup.CreateAsync("2026-12-31T23:59:30Z", TimeSpan.FromSeconds(-20), "UTC");
        await setup.SubmitAsync("ada", 1);
        CommandLog log = CommandLog.Of(setup.Connection);
        for (int second = 0; second < 60; second++)
        {
            await setup.Clock.AdvanceAsync(TimeSpan.FromSeconds(1), Cancellation);
            await setup.SubmitAsync("ada", 1);
            Assert.Equal("EVALSHA", log.Take());
        }
    }

    [Fact]
    public async Task Periods_can_be_read_until_their_retention_is_over()
    {
        LeaderboardWindow[] windows = [LeaderboardWindow.Daily with { Retention = TimeSpan.FromDays(2) }];
        await using Setup setup = await Setup.CreateAsync("2026-11-21T10:00:00Z", default, "UTC", windows);
        LeaderboardSubmission submission = await setup.SubmitAsync("ada", 1, data: "Ada");
        var view = new LeaderboardView { Period = submission.Standings[0].Period, WithData = true };

        await setup.Clock.AdvanceAsync(TimeSpan.FromHours(14 + 48), Cancellation);
        LeaderboardEntry kept = Assert.Single(await setup.Boards.TopAsync(Board, 5, view, Cancellation));
        Assert.Equal("Ada", kept.Data);
        Assert.Empty(await setup.Boards.TopAsync(Board, 5, null, Cancellation));
        await setup.Clock.AdvanceAsync(TimeSpan.FromMilliseconds(1), Cancellation);
        Assert.Empty(await setup.Boards.TopAsync(Board, 5, view, Cancellation));

        // Nothing is left behind.
        var left = await setup.Connection.GetDatabase().ExecuteAsync("DBSIZE");
        Assert.Equal(0, (int)left);
    }

    [Fact]
    public async Task Removal_reaches_every_period_that_is_kept_and_no_snapshot()
    {
        await using Setup setup = await Setup.CreateAsync("2026-11-21T10:00:00Z", default, "Europe/Berlin");
        List<LeaderboardPeriod> periods = [];
        for (int day = 0; day < 16; day++)
        {
            LeaderboardSubmission submission = await setup.SubmitAsync("ada", 1);
            await setup.SubmitAsync("bea", 1);
            periods.AddRange(submission.Standings.Select(standing => standing.Period));
            await setup.Clock.AdvanceAsync(TimeSpan.FromDays(1), Cancellation);
        }

        await setup.Boards.SnapshotAsync(Board, "s", TimeSpan.FromDays(1), null, Cancellation);
        Assert.Equal(1, await setup.Boards.RemoveAsync(Board, ["ada"], Cancellation));

        foreach (LeaderboardPeriod period in periods.Distinct())
        {
            var view = new LeaderboardView { Period = period };
            LeaderboardPage left = await setup.Boards.TopAsync(Board, 5, view, Cancellation);
            Assert.All(left, entry => Assert.Equal("bea", entry.Member));
            Assert.Equal(period.Name == "day:2026-11-21" ? 0 : 1, left.Count);
        }

        Assert.Equal(2, await setup.Boards.CountAsync(Board, new() { Snapshot = "s" }, Cancellation));

        // What is left then is the snapshot: its scores and its levels.
        Assert.True(await setup.Boards.DeleteAsync(Board, Cancellation));
        Assert.Equal(2, (int)await setup.Connection.GetDatabase().ExecuteAsync("DBSIZE"));
    }

    [Fact]
    public async Task The_days_of_a_week_merge_into_the_week()
    {
        await using Setup setup = await Setup.CreateAsync("2026-10-19T10:00:00Z", default, "Europe/Berlin");
        var random = new Random(3);
        for (int day = 0; day < 7; day++)
        {
            for (int game = 0; game < 20; game++)
            {
                await setup.SubmitAsync($"m{random.Next(9)}", random.Next(1, 9));
            }

            await setup.Clock.AdvanceAsync(TimeSpan.FromDays(day == 6 ? 0 : 1), Cancellation);
        }

        LeaderboardPeriod week = setup.Boards.PeriodOf(LeaderboardWindow.Weekly);
        IReadOnlyList<LeaderboardPeriod> days = setup.Boards.PeriodsWithin(week, LeaderboardWindow.Daily);
        LeaderboardPart[] parts = [.. days.Select(day => new LeaderboardPart(new() { Period = day }))];
        await setup.Boards.MergeAsync(Board, "week", TimeSpan.FromDays(7), parts, cancellationToken: Cancellation);

        LeaderboardPage merged = await setup.Boards.TopAsync(Board, 20, new() { Snapshot = "week" }, Cancellation);
        Assert.Equal(await setup.Boards.TopAsync(Board, 20, new() { Period = week }, Cancellation), merged);
        Assert.Equal(9, merged.Count);
    }

    [Fact]
    public async Task A_season_counts_from_its_first_moment_to_before_its_end()
    {
        DateTimeOffset start = DateTimeOffset.Parse("2026-12-01T00:00:00Z", CultureInfo.InvariantCulture);
        LeaderboardWindow season = LeaderboardWindow.Season("winter", start, start.AddHours(1));
        await using Setup setup = await Setup.CreateAsync("2026-11-30T23:59:59.999Z", default, "UTC", [season]);

        Assert.Empty((await setup.SubmitAsync("early", 1)).Standings);
        await setup.Clock.AdvanceAsync(TimeSpan.FromMilliseconds(1), Cancellation);
        Assert.Equal("season:winter", Assert.Single((await setup.SubmitAsync("ada", 1)).Standings).Period.Name);
        await setup.Clock.AdvanceAsync(TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(1), Cancellation);
        Assert.NotNull((await setup.SubmitAsync("ada", 1)).In(season));
        await setup.Clock.AdvanceAsync(TimeSpan.FromMilliseconds(1), Cancellation);
        Assert.False((await setup.SubmitAsync("late", 1)).IsChanged);

        Assert.Equal("ada", Assert.Single(await setup.Boards.TopAsync(Board, 5, null, Cancellation)).Member.ToString());
        await setup.Clock.AdvanceAsync(TimeSpan.FromDays(50), Cancellation);
        Assert.Equal(0, await setup.Boards.SubmitBatchAsync(Board, [new("late", 1)], cancellationToken: Cancellation));
        Assert.Empty((await setup.SubmitAsync("late", 1)).Standings);
        Assert.Single(await setup.Boards.TopAsync(Board, 5, null, Cancellation));
        Assert.Throws<ArgumentException>(() => LeaderboardWindow.Season("x", start, start));
        Assert.Throws<ArgumentException>(() => LeaderboardWindow.Season("a:b", start, start.AddHours(1)));
    }

    /// <summary>An engine at some moment, and boards whose own clock is off.</summary>
    private sealed class Setup(TestEngine engine, ConnectionMultiplexer connection, RedisLeaderboards boards)
        : IAsyncDisposable
    {
        public VirtualTimeProvider Clock => engine.Time;

        public ConnectionMultiplexer Connection => connection;

        public RedisLeaderboards Boards => boards;

        public static async Task<Setup> CreateAsync(
            string instant, TimeSpan skew, string zone, LeaderboardWindow[]? windows = null)
        {
            var clock = new VirtualTimeProvider(DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture));
            TestEngine engine = await TestEngine.StartAsync(clock: clock);
            ConnectionMultiplexer connection = await engine.ConnectAsync();
            var options = new LeaderboardsOptions
            {
                Windows = windows ?? _all,
                TimeZone = TimeZoneInfo.FindSystemTimeZoneById(zone),
                DenseRanks = true,
            };
            var skewed = new SkewedTimeProvider(clock) { Offset = skew };
            return new Setup(
                engine, connection, new RedisLeaderboards(connection.GetDatabase(), options, timeProvider: skewed));
        }

        public ValueTask<LeaderboardSubmission> SubmitAsync(string member, double score, string? data = null)
            => boards.SubmitAsync(Board, member, score, SubmitMode.Increment, data, Cancellation);

        public async ValueTask DisposeAsync()
        {
            await connection.DisposeAsync();
            await engine.DisposeAsync();
        }
    }
}
