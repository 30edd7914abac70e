using Patterns.Leaderboards.Tests.Support;

namespace Patterns.Leaderboards.Tests.Cases;

/// <summary>Reading the top, pages, ranks, neighbours, friends and percentiles.</summary>
public abstract class ReadCases(RecipeServer server) : LeaderboardCases(server)
{
    private const string Board = "b";

    [Fact]
    public async Task The_top_is_best_first_with_ranks_from_1()
    {
        RedisLeaderboards boards = await FilledAsync(("ada", 30), ("bea", 10), ("cal", 20));
        Assert.Equal(["1 ada 30", "2 cal 20"], Show(await boards.TopAsync(Board, 2, null, Cancellation)));
        LeaderboardPage all = await boards.TopAsync(Board, 100, null, Cancellation);
        Assert.Equal((3, 3), (all.Count, all.TotalCount));
        LeaderboardPage none = await boards.TopAsync("none", 100, null, Cancellation);
        Assert.Equal((0, 0), (none.Count, none.TotalCount));
    }

    [Theory]
    [InlineData(LeaderboardOrder.HighestFirst, "cal", "bea", "ada", "Zoe")]
    [InlineData(LeaderboardOrder.LowestFirst, "Zoe", "ada", "bea", "cal")]
    public async Task Equal_scores_stand_in_the_order_of_their_bytes(LeaderboardOrder order, params string[] expected)
    {
        RedisLeaderboards boards = await CreateAsync(options => options.Order = order);
        await FillAsync(boards, Board, ("bea", 5), ("Zoe", 5), ("cal", 5), ("ada", 5));

        LeaderboardPage top = await boards.TopAsync(Board, 4, null, Cancellation);

        Assert.Equal(expected, top.Select(entry => entry.Member.ToString()));
        Assert.Equal([1, 2, 3, 4], top.Select(entry => entry.Rank));
    }

    [Fact]
    public async Task Pages_follow_each_other_and_end()
    {
        RedisLeaderboards boards = await FilledAsync(("ada", 5), ("bea", 4), ("cal", 3), ("dan", 2), ("eve", 1));
        Assert.Equal(["1 ada 5", "2 bea 4"], Show(await boards.PageAsync(Board, 1, 2, null, Cancellation)));
        Assert.Equal(["3 cal 3", "4 dan 2"], Show(await boards.PageAsync(Board, 2, 2, null, Cancellation)));
        Assert.Equal(["5 eve 1"], Show(await boards.PageAsync(Board, 3, 2, null, Cancellation)));
        Assert.Empty(await boards.PageAsync(Board, 4, 2, null, Cancellation));
        Assert.Empty(await boards.PageAsync(Board, int.MaxValue, LeaderboardsOptions.MaxCount, null, Cancellation));
    }

    [Theory]
    [InlineData("cal", 1, "2 bea 4", "3 cal 3", "4 dan 2")]
    [InlineData("cal", 0, "3 cal 3")]
    [InlineData("ada", 1, "1 ada 5", "2 bea 4")]
    [InlineData("eve", 2, "3 cal 3", "4 dan 2", "5 eve 1")]
    [InlineData("bea", 10_000, "1 ada 5", "2 bea 4", "3 cal 3", "4 dan 2", "5 eve 1")]
    [InlineData("zoe", 100)]
    public async Task Around_a_member_stand_its_neighbours(string member, int radius, params string[] expected)
    {
        RedisLeaderboards boards = await FilledAsync(("ada", 5), ("bea", 4), ("cal", 3), ("dan", 2), ("eve", 1));
        Assert.Equal(expected, Show(await boards.AroundAsync(Board, member, radius, null, Cancellation)));
    }

    [Theory]
    [InlineData(RankKind.Ordinal, LeaderboardOrder.HighestFirst, 1, 2, 3, 4, 5, 6)]
    [InlineData(RankKind.Competition, LeaderboardOrder.HighestFirst, 1, 2, 2, 4, 4, 4)]
    [InlineData(RankKind.Modified, LeaderboardOrder.HighestFirst, 1, 3, 3, 6, 6, 6)]
    [InlineData(RankKind.Dense, LeaderboardOrder.HighestFirst, 1, 2, 2, 3, 3, 3)]
    [InlineData(RankKind.Competition, LeaderboardOrder.LowestFirst, 1, 1, 1, 4, 4, 6)]
    [InlineData(RankKind.Modified, LeaderboardOrder.LowestFirst, 3, 3, 3, 5, 5, 6)]
    [InlineData(RankKind.Dense, LeaderboardOrder.LowestFirst, 1, 1, 1, 2, 2, 3)]
    public async Task Ties_are_ranked_as_the_kind_says(RankKind kind, LeaderboardOrder order, params int[] ranks)
    {
        RedisLeaderboards boards = await CreateAsync(options =>
        {
            options.Order = order;
            options.DenseRanks = true;
        });
        await FillAsync(boards, Board, ("f", 30), ("e", 20), ("d", 20), ("c", 10), ("b", 10), ("a", 10));
        var view = new LeaderboardView { RankKind = kind };
        LeaderboardPage all = await boards.TopAsync(Board, 10, view, Cancellation);
        Assert.Equal(ranks.Select(rank => (long)rank), all.Select(entry => entry.Rank));

        // Every other way to a rank leads to the same one, wherever a range begins and ends.
        for (int first = 0; first < all.Count; first++)
        {
            Assert.Equal(all[first], await boards.RankAsync(Board, all[first].Member, view, Cancellation));
            Assert.Equal([all[first]], await boards.PageAsync(Board, first + 1, 1, view, Cancellation));
            for (int radius = 0; radius < 3; radius++)
            {
                Assert.Equal(
                    all.Skip(first - radius).Take(Math.Min(first, radius) + radius + 1),
                    await boards.AroundAsync(Board, all[first].Member, radius, view, Cancellation));
            }
        }

        Assert.Equal(
            all.Where(entry => entry.Score == 20),
            await boards.RangeByScoreAsync(Board, 15, 25, view: view, cancellationToken: Cancellation));
        Assert.Equal(
            [all[1], all[4]],
            await boards.FriendsAsync(Board, [all[4].Member, "zoe", all[1].Member], view, Cancellation));
    }

    [Fact]
    public async Task Dense_ranks_need_the_option()
    {
        RedisLeaderboards boards = await CreateAsync();
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await boards.TopAsync(Board, 1, new() { RankKind = RankKind.Dense }, Cancellation));
        Assert.Contains("set DenseRanks", error.Message, StringComparison.Ordinal);
        await RefusedAsync(boards.TopAsync(Board, 1, new() { RankKind = (RankKind)9 }, Cancellation), "The kind 9");
        await RefusedAsync(
            boards.SubmitAsync(Board, "ada", 1, (SubmitMode)9, cancellationToken: Cancellation), "The mode 9");
    }

    [Fact]
    public async Task A_score_range_includes_its_bounds_and_can_be_paged()
    {
        RedisLeaderboards boards = await FilledAsync(("ada", 5), ("bea", 4), ("cal", 3), ("dan", 2), ("eve", 1));
        Assert.Equal(["2 bea 4", "3 cal 3", "4 dan 2"], Show(await RangeAsync(2, 4)));
        Assert.Equal(["3 cal 3"], Show(await RangeAsync(2, 4, skip: 1, count: 1)));
        Assert.Equal(5, (await RangeAsync(double.NegativeInfinity, double.PositiveInfinity)).Count);
        Assert.Empty(await RangeAsync(4, 2));
        Assert.Empty(await RangeAsync(6, 9));

        ValueTask<LeaderboardPage> RangeAsync(double lowest, double highest, int skip = 0, int count = 100)
            => boards.RangeByScoreAsync(Board, lowest, highest, skip, count, null, Cancellation);
    }

    [Theory]
    [InlineData(LeaderboardOrder.HighestFirst)]
    [InlineData(LeaderboardOrder.LowestFirst)]
    public async Task Percentile_and_score_at_percentile_are_inverse(LeaderboardOrder order)
    {
        RedisLeaderboards boards = await CreateAsync(options => options.Order = order);
        int sign = order == LeaderboardOrder.HighestFirst ? 1 : -1;
        await FillAsync(boards, Board, ("a", sign * 1), ("b", sign * 2), ("c", sign * 2), ("d", sign * 4));

        Assert.Equal(25, await boards.PercentileAsync(Board, "a", null, Cancellation));
        Assert.Equal(75, await boards.PercentileAsync(Board, "b", null, Cancellation));
        Assert.Equal(75, await boards.PercentileAsync(Board, "c", null, Cancellation));
        Assert.Equal(100, await boards.PercentileAsync(Board, "d", null, Cancellation));
        Assert.Null(await boards.PercentileAsync(Board, "zoe", null, Cancellation));

        foreach ((double percentile, double score) in
            new (double, double)[] { (0, 1), (25, 1), (25.1, 2), (50, 2), (75, 2), (75.5, 4), (100, 4) })
        {
            Assert.Equal(sign * score, await boards.ScoreAtPercentileAsync(Board, percentile, null, Cancellation));
        }

        Assert.Null(await boards.ScoreAtPercentileAsync("none", 50, null, Cancellation));
    }

    [Fact]
    public async Task Who_is_not_on_the_board_is_a_value()
    {
        RedisLeaderboards boards = await FilledAsync(("ada", 5));
        Assert.Null(await boards.RankAsync(Board, "bea", null, Cancellation));
        Assert.Null(await boards.RankAsync("none", "ada", null, Cancellation));
        Assert.Empty(await boards.FriendsAsync(Board, ["bea"], null, Cancellation));
        Assert.Empty(await boards.FriendsAsync(Board, [], null, Cancellation));
        Assert.Equal(1, await boards.CountAsync(Board, null, Cancellation));
    }

    [Fact]
    public async Task Data_of_thousands_is_read_with_their_page()
    {
        RedisLeaderboards boards = await CreateAsync();
        await boards.SubmitBatchAsync(
            Board,
            Enumerable.Range(0, 2500).Select(number => new LeaderboardScore($"m{number}", number)),
            SubmitMode.Set,
            Cancellation);
        foreach (int number in new[] { 0, 999, 1000, 2499 })
        {
            await boards.SubmitAsync(Board, $"m{number}", number, data: number, cancellationToken: Cancellation);
        }

        LeaderboardPage page = await boards.TopAsync(Board, 2500, new() { WithData = true }, Cancellation);

        Assert.Equal([2499, 1000, 999, 0], page.Where(entry => entry.Data.HasValue).Select(entry => (int)entry.Score));
        Assert.All(
            page.Where(entry => entry.Data.HasValue), entry => Assert.Equal((int)entry.Score, (int)entry.Data));
    }

    [Fact]
    public async Task Bounds_of_reads_are_checked()
    {
        RedisLeaderboards boards = await CreateAsync();
        int tooMany = LeaderboardsOptions.MaxCount + 1;
        await RefusedAsync(
            boards.TopAsync(Board, 0, cancellationToken: Cancellation), "count is 0, but must be between 1 and 10000");
        await RefusedAsync(boards.TopAsync(Board, tooMany, cancellationToken: Cancellation), "count is 10001");
        await RefusedAsync(boards.PageAsync(Board, 0, 1, cancellationToken: Cancellation), "page is 0");
        await RefusedAsync(boards.PageAsync(Board, 1, tooMany, cancellationToken: Cancellation), "pageSize is 10001");
        await RefusedAsync(boards.AroundAsync(Board, "ada", -1, cancellationToken: Cancellation), "radius is -1");
        await RefusedAsync(
            boards.AroundAsync(Board, "ada", tooMany, cancellationToken: Cancellation), "radius is 10001");
        await RefusedAsync(
            boards.RangeByScoreAsync(Board, double.NaN, 1, cancellationToken: Cancellation), "lowest is NaN");
        await RefusedAsync(
            boards.RangeByScoreAsync(Board, 1, double.NaN, cancellationToken: Cancellation), "highest is NaN");
        await RefusedAsync(boards.RangeByScoreAsync(Board, 1, 2, -1, cancellationToken: Cancellation), "skip is -1");
        await RefusedAsync(
            boards.ScoreAtPercentileAsync(Board, 100.1, cancellationToken: Cancellation), "percentile is 100.1");
        await RefusedAsync(
            boards.ScoreAtPercentileAsync(Board, double.NaN, cancellationToken: Cancellation), "percentile is NaN");
        await RefusedAsync(
            boards.RemoveAsync(
                Board, [.. Enumerable.Repeat<StackExchange.Redis.RedisValue>("a", tooMany)], Cancellation),
            "members.Count is 10001");
    }

    [Fact]
    public async Task Every_operation_is_one_round_trip()
    {
        RedisLeaderboards boards = await CreateAsync(options => options.Windows =
            [LeaderboardWindow.AllTime, LeaderboardWindow.Daily, LeaderboardWindow.Weekly, LeaderboardWindow.Monthly]);

        // The first submission learns the server's time, and the first call of each script loads it.
        await RunAllAsync();
        CommandLog log = await LogCommandsAsync();
        await RunAllAsync();
        Assert.Equal(string.Join(' ', [.. Enumerable.Repeat("EVALSHA", 9), "ZCARD EVALSHA EVALSHA DEL"]), log.Take());

        async Task RunAllAsync()
        {
            await boards.SubmitAsync(Board, "ada", 2, cancellationToken: Cancellation);
            await boards.SubmitBatchAsync(Board, [new("ada", 1), new("bea", 2)], cancellationToken: Cancellation);
            await boards.TopAsync(Board, 10, null, Cancellation);
            await boards.PageAsync(Board, 1, 10, null, Cancellation);
            await boards.AroundAsync(Board, "ada", 3, null, Cancellation);
            await boards.FriendsAsync(Board, ["ada", "bea"], null, Cancellation);
            await boards.RangeByScoreAsync(Board, 1, 2, cancellationToken: Cancellation);
            await boards.PercentileAsync(Board, "ada", null, Cancellation);
            await boards.ScoreAtPercentileAsync(Board, 50, null, Cancellation);
            await boards.CountAsync(Board, null, Cancellation);
            await boards.SnapshotAsync(Board, "s", TimeSpan.FromHours(1), null, Cancellation);
            await boards.RemoveAsync(Board, ["ada"], Cancellation);
            await boards.DeleteAsync(Board, Cancellation);
        }
    }

    [Fact]
    public async Task A_cancelled_caller_sends_nothing()
    {
        RedisLeaderboards boards = await CreateAsync();
        CommandLog log = await LogCommandsAsync();
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAsync<OperationCanceledException>(
            async () => await boards.SubmitAsync(Board, "ada", 1, cancellationToken: cancelled));
        await Assert.ThrowsAsync<OperationCanceledException>(
            async () => await boards.TopAsync(Board, 1, null, cancelled));

        Assert.Equal("", log.Take());
    }

    private async Task<RedisLeaderboards> FilledAsync(params (string Member, double Score)[] scores)
    {
        RedisLeaderboards boards = await CreateAsync();
        await FillAsync(boards, Board, scores);
        return boards;
    }
}
