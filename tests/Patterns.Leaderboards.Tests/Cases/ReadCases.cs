using Patterns.Fixtures;
using Patterns.Leaderboards.Tests.Support;

namespace Patterns.Leaderboards.Tests.Cases;

/// <summary>Reading the top, pages, ranks and neighbours.</summary>
public abstract class ReadCases(RecipeServer server) : LeaderboardCases(server)
{
    private const string Board = "b";

    [Fact]
    public async Task The_top_is_best_first_with_ranks_from_1()
    {
        RedisLeaderboards boards = await FilledAsync(("ada", 30), ("bea", 10), ("cal", 20));
        Assert.Equal(["1 ada 30", "2 cal 20"], Show(await boards.GetTopAsync(Board, 2, Cancellation)));
        Assert.Equal(3, (await boards.GetTopAsync(Board, 100, Cancellation)).Count);
        Assert.Empty(await boards.GetTopAsync("none", 100, Cancellation));
    }

    [Fact]
    public async Task The_lowest_score_comes_first_where_it_is_best()
    {
        RedisLeaderboards boards = await CreateAsync(options => options.Order = LeaderboardOrder.LowestFirst);
        await FillAsync(boards, ("ada", 30), ("bea", 10), ("cal", 20));
        Assert.Equal(["1 bea 10", "2 cal 20", "3 ada 30"], Show(await boards.GetTopAsync(Board, 3, Cancellation)));
        Assert.Equal(3, await boards.GetRankAsync(Board, "ada", Cancellation));
    }

    [Theory]
    [InlineData(LeaderboardOrder.HighestFirst, "cal", "bea", "ada", "Zoe")]
    [InlineData(LeaderboardOrder.LowestFirst, "Zoe", "ada", "bea", "cal")]
    public async Task Equal_scores_stand_in_the_order_of_their_bytes(LeaderboardOrder order, params string[] expected)
    {
        RedisLeaderboards boards = await CreateAsync(options => options.Order = order);
        await FillAsync(boards, ("bea", 5), ("Zoe", 5), ("cal", 5), ("ada", 5));

        IReadOnlyList<LeaderboardEntry> top = await boards.GetTopAsync(Board, 4, Cancellation);

        Assert.Equal(expected, top.Select(entry => entry.Member));
        Assert.Equal([1, 2, 3, 4], top.Select(entry => entry.Rank));
        for (int place = 0; place < expected.Length; place++)
        {
            Assert.Equal(place + 1, await boards.GetRankAsync(Board, expected[place], Cancellation));
        }
    }

    [Fact]
    public async Task Pages_follow_each_other_and_end()
    {
        RedisLeaderboards boards = await FilledAsync(("ada", 5), ("bea", 4), ("cal", 3), ("dan", 2), ("eve", 1));
        Assert.Equal(["1 ada 5", "2 bea 4"], Show(await boards.GetPageAsync(Board, 1, 2, Cancellation)));
        Assert.Equal(["3 cal 3", "4 dan 2"], Show(await boards.GetPageAsync(Board, 2, 2, Cancellation)));
        Assert.Equal(["5 eve 1"], Show(await boards.GetPageAsync(Board, 3, 2, Cancellation)));
        Assert.Empty(await boards.GetPageAsync(Board, 4, 2, Cancellation));
        Assert.Empty(await boards.GetPageAsync(Board, int.MaxValue, LeaderboardsOptions.MaxCount, Cancellation));
    }

    [Theory]
    [InlineData("cal", 1, "2 bea 4", "3 cal 3", "4 dan 2")]
    [InlineData("cal", 0, "3 cal 3")]
    [InlineData("ada", 1, "1 ada 5", "2 bea 4")]
    [InlineData("eve", 2, "3 cal 3", "4 dan 2", "5 eve 1")]
    [InlineData("bea", 100, "1 ada 5", "2 bea 4", "3 cal 3", "4 dan 2", "5 eve 1")]
    [InlineData("zoe", 100)]
    public async Task Around_a_member_stand_its_neighbours(string member, int neighbours, params string[] expected)
    {
        RedisLeaderboards boards = await FilledAsync(("ada", 5), ("bea", 4), ("cal", 3), ("dan", 2), ("eve", 1));
        Assert.Equal(expected, Show(await boards.GetAroundAsync(Board, member, neighbours, Cancellation)));
    }

    [Fact]
    public async Task Who_is_not_on_the_board_has_neither_rank_nor_score()
    {
        RedisLeaderboards boards = await FilledAsync(("ada", 5));
        Assert.Null(await boards.GetRankAsync(Board, "bea", Cancellation));
        Assert.Null(await boards.GetScoreAsync(Board, "bea", Cancellation));
        Assert.Null(await boards.GetRankAsync("none", "ada", Cancellation));
        Assert.Equal(1, await boards.CountAsync(Board, Cancellation));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Random_submissions_give_the_board_of_a_plain_model(int seed)
    {
        var random = new Random(seed);
        LeaderboardOrder order = seed % 2 == 0 ? LeaderboardOrder.HighestFirst : LeaderboardOrder.LowestFirst;
        RedisLeaderboards boards = await CreateAsync(options => options.Order = order);
        Dictionary<string, double> model = [];
        for (int step = 0; step < 400; step++)
        {
            await StepAsync(boards, model, order, $"m{random.Next(150)}", random.Next(-20, 20), random.Next(10));
        }

        LeaderboardEntry[] expected = Ranked(model, order);
        Assert.Equal(expected, await boards.GetTopAsync(Board, 1000, Cancellation));
        foreach (LeaderboardEntry entry in expected)
        {
            Assert.Equal(entry.Rank, await boards.GetRankAsync(Board, entry.Member, Cancellation));
        }

        LeaderboardEntry middle = expected[expected.Length / 2];
        Assert.Equal(
            expected.Where(entry => Math.Abs(entry.Rank - middle.Rank) <= 5),
            await boards.GetAroundAsync(Board, middle.Member, 5, Cancellation));
    }

    [Fact]
    public async Task Bounds_of_reads_are_checked()
    {
        RedisLeaderboards boards = await CreateAsync();
        int tooMany = LeaderboardsOptions.MaxCount + 1;
        await RefusedAsync(boards.GetTopAsync(Board, 0, Cancellation), "count is 0, but must be between 1 and 10000");
        await RefusedAsync(boards.GetTopAsync(Board, tooMany, Cancellation), "count is 10001");
        await RefusedAsync(boards.GetPageAsync(Board, 0, 1, Cancellation), "page is 0");
        await RefusedAsync(boards.GetPageAsync(Board, 1, tooMany, Cancellation), "pageSize is 10001");
        await RefusedAsync(boards.GetAroundAsync(Board, "ada", -1, Cancellation), "neighbours is -1");
        await RefusedAsync(boards.GetAroundAsync(Board, "ada", tooMany, Cancellation), "neighbours is 10001");
    }

    [Fact]
    public async Task Every_operation_is_one_round_trip_but_around_which_is_two()
    {
        RedisLeaderboards boards = await CreateAsync();
        CommandLog log = await LogCommandsAsync();

        await CountAsync("ZADD", boards.SetAsync(Board, "ada", 1, Cancellation).AsTask());
        await CountAsync("ZADD", boards.SubmitBestAsync(Board, "ada", 2, Cancellation).AsTask());
        await CountAsync("ZINCRBY", boards.IncrementAsync(Board, "ada", 1, Cancellation).AsTask());
        await CountAsync("ZREVRANGE", boards.GetTopAsync(Board, 10, Cancellation).AsTask());
        await CountAsync("ZREVRANGE", boards.GetPageAsync(Board, 1, 10, Cancellation).AsTask());
        await CountAsync("ZREVRANK ZREVRANGE", boards.GetAroundAsync(Board, "ada", 3, Cancellation).AsTask());
        await CountAsync("ZREVRANK", boards.GetRankAsync(Board, "ada", Cancellation).AsTask());
        await CountAsync("ZSCORE", boards.GetScoreAsync(Board, "ada", Cancellation).AsTask());
        await CountAsync("ZCARD", boards.CountAsync(Board, Cancellation).AsTask());
        await CountAsync("ZREM", boards.RemoveAsync(Board, "ada", Cancellation).AsTask());
        await CountAsync("DEL", boards.DeleteAsync(Board, Cancellation).AsTask());

        async Task CountAsync(string commands, Task operation)
        {
            await operation;
            Assert.Equal(commands, log.Take());
        }
    }

    [Fact]
    public async Task A_cancelled_caller_sends_nothing()
    {
        RedisLeaderboards boards = await CreateAsync();
        CommandLog log = await LogCommandsAsync();
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAsync<OperationCanceledException>(
            async () => await boards.IncrementAsync(Board, "ada", 1, cancelled));
        await Assert.ThrowsAsync<OperationCanceledException>(
            async () => await boards.GetTopAsync(Board, 1, cancelled));

        Assert.Equal("", log.Take());
    }

    private static async Task StepAsync(
        RedisLeaderboards boards,
        Dictionary<string, double> model,
        LeaderboardOrder order,
        string member,
        double score,
        int kind)
    {
        bool isKnown = model.TryGetValue(member, out double known);
        switch (kind)
        {
            case < 3:
                Assert.Equal(!isKnown || known != score, await boards.SetAsync(Board, member, score, Cancellation));
                model[member] = score;
                break;
            case < 6:
                bool isBetter = !isKnown || (order == LeaderboardOrder.HighestFirst ? score > known : score < known);
                Assert.Equal(isBetter, await boards.SubmitBestAsync(Board, member, score, Cancellation));
                model[member] = isBetter ? score : known;
                break;
            case < 9:
                model[member] = known + score;
                Assert.Equal(known + score, await boards.IncrementAsync(Board, member, score, Cancellation));
                break;
            default:
                Assert.Equal(model.Remove(member), await boards.RemoveAsync(Board, member, Cancellation));
                break;
        }
    }

    private static LeaderboardEntry[] Ranked(Dictionary<string, double> model, LeaderboardOrder order)
    {
        (string Member, double Score)[] ascending = [.. model
            .OrderBy(pair => pair.Value)
            .ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => (pair.Key, pair.Value))];
        IEnumerable<(string Member, double Score)> ranked =
            order == LeaderboardOrder.HighestFirst ? ascending.Reverse() : ascending;
        return [.. ranked.Select((place, index) => new LeaderboardEntry(index + 1, place.Member, place.Score))];
    }

    private async Task<RedisLeaderboards> FilledAsync(params (string Member, double Score)[] scores)
    {
        RedisLeaderboards boards = await CreateAsync();
        await FillAsync(boards, scores);
        return boards;
    }

    private static async Task FillAsync(RedisLeaderboards boards, params (string Member, double Score)[] scores)
    {
        foreach ((string member, double score) in scores)
        {
            await boards.SetAsync(Board, member, score, Cancellation);
        }
    }

    private static async Task RefusedAsync(ValueTask<IReadOnlyList<LeaderboardEntry>> read, string sentence)
    {
        ArgumentOutOfRangeException error =
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await read);
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
    }
}
