using Microsoft.Extensions.DependencyInjection;
using Patterns.Core.Resilience;
using Patterns.Leaderboards.Sharding;
using Patterns.Leaderboards.Tests.Support;
using Patterns.Leaderboards.Trending;
using StackExchange.Redis;

namespace Patterns.Leaderboards.Tests.Snippets;

/// <summary>The code of docs/leaderboards, which runs as it stands there.</summary>
public sealed class LeaderboardSnippets(RealRedis server) : LeaderboardCases(server), IClassFixture<RealRedis>
{
    [Fact]
    public void Register()
    {
        var services = new ServiceCollection();

        #region register
        services.AddSingleton<IConnectionMultiplexer>(
            _ => ConnectionMultiplexer.Connect("localhost:6379,abortConnect=false"));
        services.AddLeaderboards(options =>
        {
            options.KeyPrefix = "game";
            options.Windows = [LeaderboardWindow.AllTime, LeaderboardWindow.Weekly, LeaderboardWindow.Daily];
            options.TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
            options.DenseRanks = true;
        });

        // Lap times are better the lower they are. Resolve it with [FromKeyedServices("laps")].
        services.AddLeaderboards("laps", options => options.Order = LeaderboardOrder.LowestFirst);
        #endregion

        Assert.Equal(2, services.Count(service => service.ServiceType == typeof(ILeaderboards)));
    }

    [Fact]
    public async Task Submit_and_read()
    {
        RedisLeaderboards boards = await CreateAsync(options =>
        {
            options.Windows = [LeaderboardWindow.AllTime, LeaderboardWindow.Weekly, LeaderboardWindow.Daily];
            options.DenseRanks = true;
        });
        CancellationToken cancellationToken = Cancellation;

        #region use
        LeaderboardSubmission result = await boards.SubmitAsync(
            "level-1", "player:7", 4200, SubmitMode.Best, data: "Ada", cancellationToken);
        LeaderboardStanding today = result.In(LeaderboardWindow.Daily)!.Value;    // rank, score, and both before

        var view = new LeaderboardView { Window = LeaderboardWindow.Daily, RankKind = RankKind.Dense, WithData = true };
        LeaderboardPage top = await boards.TopAsync("level-1", 10, view, cancellationToken);
        LeaderboardPage near = await boards.AroundAsync("level-1", "player:7", radius: 5, view, cancellationToken);
        IReadOnlyList<LeaderboardEntry> friends = await boards.FriendsAsync(
            "level-1", ["player:7", "player:9"], view, cancellationToken);
        double? percentile = await boards.PercentileAsync("level-1", "player:7", view, cancellationToken);
        double? toBeInTheBestTenth = await boards.ScoreAtPercentileAsync("level-1", 90, view, cancellationToken);
        #endregion

        Assert.Equal((1, 4200, null), (today.Rank, today.Score, today.PreviousRank));
        Assert.Equal("Ada", Assert.Single(top).Data);
        Assert.Equal(top, near);
        Assert.Equal(top, friends);
        Assert.Equal(100, percentile);
        Assert.Equal(4200, toBeInTheBestTenth);
    }

    [Fact]
    public async Task Handle_an_unknown_outcome()
    {
        RedisLeaderboards boards = await CreateAsync();
        CancellationToken cancellationToken = Cancellation;

        #region unknown
        try
        {
            await boards.SubmitAsync("coins", "ada", 25, SubmitMode.Increment, cancellationToken: cancellationToken);
        }
        catch (LeaderboardUnavailableException failure) when (!failure.IsOutcomeUnknown)
        {
            // Surely not counted: safe to repeat.
            await boards.SubmitAsync("coins", "ada", 25, SubmitMode.Increment, cancellationToken: cancellationToken);
        }
        #endregion

        Assert.True(new LeaderboardUnavailableException("", RedisFailure.Timeout, null).IsOutcomeUnknown);
        Assert.False(new LeaderboardUnavailableException("", RedisFailure.ServerError, null).IsOutcomeUnknown);
        Assert.Equal(25, (await boards.RankAsync("coins", "ada", null, cancellationToken))!.Value.Score);
    }

    [Fact]
    public async Task Merge_the_days_of_a_week()
    {
        RedisLeaderboards boards = await CreateAsync(options => options.Windows = [LeaderboardWindow.Daily]);
        CancellationToken cancellationToken = Cancellation;
        await boards.SubmitAsync("coins", "ada", 25, cancellationToken: cancellationToken);

        #region merge
        LeaderboardPeriod week = boards.PeriodOf(LeaderboardWindow.Weekly);
        LeaderboardPart[] days = [.. boards.PeriodsWithin(week, LeaderboardWindow.Daily)
            .Select(day => new LeaderboardPart(new LeaderboardView { Period = day }))];
        await boards.MergeAsync(
            "coins", "this-week", TimeSpan.FromDays(30), days, MergeAggregate.Sum, cancellationToken);
        LeaderboardPage top = await boards.TopAsync(
            "coins", 10, new LeaderboardView { Snapshot = "this-week" }, cancellationToken);
        #endregion

        Assert.Equal(["1 ada 25"], Show(top));
    }

    [Fact]
    public async Task Break_ties_by_time()
    {
        IDatabase database = await DatabaseAsync();
        string prefix = Prefix;

        #region ties
        var boards = new RedisLeaderboards(database, new LeaderboardsOptions
        {
            KeyPrefix = prefix,
            TieBreak = TieBreak.FirstToReach,
            MinScore = 0,
            MaxScore = 1_000_000,                               // 20 bits of 53, and
            Ties = new TieBreakOptions
            {
                Epoch = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
                Span = TimeSpan.FromDays(3653),                 // ten years
                Resolution = TimeSpan.FromMilliseconds(100),    // in tenths of a second: 32 bits
            },
        });
        #endregion

        Assert.Equal(7, (await boards.SubmitAsync("b", "ada", 7, cancellationToken: Cancellation)).Standings[0].Score);
    }

    [Fact]
    public async Task Rank_over_many_nodes()
    {
        IDatabase database = await DatabaseAsync();
        CancellationToken cancellationToken = Cancellation;
        string prefix = Prefix;

        #region sharded
        var boards = new RedisShardedLeaderboards(
            database, new ShardedLeaderboardsOptions { KeyPrefix = prefix, Shards = 64, ExactHead = 1000 });

        await boards.SubmitAsync("world", "player:7", 4200, cancellationToken: cancellationToken);
        IReadOnlyList<LeaderboardEntry> top = await boards.TopAsync("world", 100, cancellationToken);
        ShardedRank? rank = await boards.RankAsync("world", "player:7", cancellationToken: cancellationToken);
        string shown = rank is { IsExact: false } ? $"about {rank.Value.Rank:N0}" : $"{rank?.Rank:N0}";
        #endregion

        Assert.Single(top);
        Assert.Equal("1", shown);
    }

    [Fact]
    public async Task Show_what_trends()
    {
        IDatabase database = await DatabaseAsync();
        CancellationToken cancellationToken = Cancellation;
        string prefix = Prefix;

        #region trending
        var boards = new RedisTrendingBoards(
            database, new TrendingBoardsOptions { KeyPrefix = prefix, HalfLife = TimeSpan.FromHours(6) });

        await boards.HitAsync("articles", "article:789", cancellationToken: cancellationToken);
        await boards.HitAsync("articles", "article:12", weight: 5, cancellationToken);    // a share weighs five views
        IReadOnlyList<TrendingEntry> top = await boards.TopAsync("articles", 10, cancellationToken);
        #endregion

        Assert.Equal(["article:12", "article:789"], top.Select(entry => entry.Member.ToString()));
    }
}
