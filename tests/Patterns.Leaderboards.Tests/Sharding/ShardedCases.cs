using Patterns.Leaderboards.Sharding;
using Patterns.Leaderboards.Tests.Support;

namespace Patterns.Leaderboards.Tests.Sharding;

/// <summary>Boards that are spread over several sorted sets.</summary>
public abstract class ShardedCases(RecipeServer server) : LeaderboardCases(server)
{
    private const string Board = "b";

    [Theory]
    [InlineData(LeaderboardOrder.HighestFirst)]
    [InlineData(LeaderboardOrder.LowestFirst)]
    public async Task The_head_is_exact_and_no_rank_is_off_by_more_than_its_bound(LeaderboardOrder order)
    {
        RedisShardedLeaderboards boards = await CreateShardedAsync(options =>
        {
            options.Order = order;
            options.SketchPoints = 8;
            options.ExactHead = 20;
        });
        Dictionary<string, double> scores = await FillAsync(boards, members: 600);
        double[] sorted = [.. scores.Values.Order()];
        if (order == LeaderboardOrder.HighestFirst)
        {
            Array.Reverse(sorted);
        }

        IReadOnlyList<LeaderboardEntry> top = await boards.TopAsync(Board, 100, Cancellation);
        Assert.Equal(sorted.Take(100), top.Select(entry => entry.Score));
        Assert.All(top, entry => Assert.Equal(Array.IndexOf(sorted, entry.Score) + 1, entry.Rank));
        Assert.Equal(100, top.Select(entry => entry.Member.ToString()).Distinct().Count());
        foreach ((string member, double score) in scores)
        {
            int rank = Array.IndexOf(sorted, score) + 1;
            ShardedRank found = (await boards.RankAsync(Board, member, exact: false, Cancellation))!.Value;
            Assert.Equal((score, 600), (found.Score, found.TotalCount));
            Assert.InRange(Math.Abs(found.Rank - rank), 0, found.MaxError);
            Assert.InRange(found.MaxError, 0, (600 / (2 * 8)) + 16);
            Assert.True(found.IsExact || rank > 20, $"The rank {rank} is in the head.");
        }

        ShardedRank exact = (await boards.RankAsync(Board, "m7", exact: true, Cancellation))!.Value;
        Assert.Equal(new ShardedRank(Array.IndexOf(sorted, scores["m7"]) + 1, 0, scores["m7"], 600, true), exact);
    }

    [Fact]
    public async Task Submissions_answer_the_score_now_and_before()
    {
        RedisShardedLeaderboards boards = await CreateShardedAsync();
        Assert.Equal(new ShardedSubmission(5, null), await SubmitAsync(SubmitMode.Best, 5));
        Assert.Equal(new ShardedSubmission(5, 5), await SubmitAsync(SubmitMode.Best, 4));
        Assert.Equal(new ShardedSubmission(7.5, 5), await SubmitAsync(SubmitMode.Increment, 2.5));
        Assert.Equal(new ShardedSubmission(-1, 7.5), await SubmitAsync(SubmitMode.Set, -1));
        Assert.Equal(1, await boards.CountAsync(Board, Cancellation));
        Assert.True(await boards.RemoveAsync(Board, "ada", Cancellation));
        Assert.False(await boards.RemoveAsync(Board, "ada", Cancellation));
        Assert.Null(await boards.RankAsync(Board, "ada", cancellationToken: Cancellation));
        Assert.Empty(await boards.TopAsync(Board, 10, Cancellation));
        Assert.False(await boards.DeleteAsync(Board, Cancellation));

        ValueTask<ShardedSubmission> SubmitAsync(SubmitMode mode, double score)
            => boards.SubmitAsync(Board, "ada", score, mode, Cancellation);
    }

    [Fact]
    public async Task Equal_scores_share_a_rank_and_stand_in_the_order_of_their_bytes()
    {
        RedisShardedLeaderboards boards = await CreateShardedAsync();
        RedisLeaderboards single = await CreateAsync();
        foreach (string member in new[] { "bea", "Zoe", "ada", "cal", "dan", "é" })
        {
            await boards.SubmitAsync(Board, member, member[0] % 2, cancellationToken: Cancellation);
            await single.SubmitAsync(Board, member, member[0] % 2, cancellationToken: Cancellation);
        }

        Assert.Equal(
            await single.TopAsync(Board, 10, new() { RankKind = RankKind.Competition }, Cancellation),
            await boards.TopAsync(Board, 10, Cancellation));
    }

    [Fact]
    public async Task Estimates_are_renewed_when_their_lifetime_is_over()
    {
        RedisShardedLeaderboards boards = await CreateShardedAsync(options => options.ExactHead = 0);
        await boards.SubmitAsync(Board, "ada", 1, cancellationToken: Cancellation);
        Assert.Equal(1, (await RankAsync()).TotalCount);
        await boards.SubmitAsync(Board, "bea", 2, cancellationToken: Cancellation);
        Assert.Equal(1, (await RankAsync()).TotalCount);
        await Clock.AdvanceAsync(TimeSpan.FromSeconds(10), Cancellation);
        Assert.Equal((2, 2), ((await RankAsync()).TotalCount, (await RankAsync()).Rank));

        async Task<ShardedRank> RankAsync()
            => (await boards.RankAsync(Board, "ada", cancellationToken: Cancellation))!.Value;
    }

    [Fact]
    public async Task Members_move_to_new_shards_while_scores_keep_coming_in()
    {
        RedisShardedLeaderboards before = await CreateShardedAsync(options => options.Shards = 3);
        Dictionary<string, double> scores = await FillAsync(before, members: 300);
        RedisShardedLeaderboards during = await CreateShardedAsync(options =>
        {
            options.Shards = 8;
            options.PreviousShards = 3;
        });

        // Increments, so that one lost and one counted twice would show.
        Task<long> moving = during.RebalanceAsync(Board, Cancellation);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async writer =>
        {
            for (int step = 0; step < 300; step++)
            {
                await during.SubmitAsync(Board, $"m{step}", 1000, SubmitMode.Increment, Cancellation);
            }
        }));
        await moving;
        Assert.Equal(0, await during.RebalanceAsync(Board, Cancellation));

        RedisShardedLeaderboards after = await CreateShardedAsync(options => options.Shards = 8);
        Assert.Equal(300, await after.CountAsync(Board, Cancellation));
        Assert.Equal(
            scores.Select(pair => (pair.Key, pair.Value + 4000)).Order(),
            (await after.TopAsync(Board, 300, Cancellation))
                .Select(entry => (entry.Member.ToString(), entry.Score)).Order());
    }

    [Fact]
    public async Task A_member_that_has_not_moved_yet_is_found_and_removed()
    {
        RedisShardedLeaderboards before = await CreateShardedAsync(options => options.Shards = 2);
        Dictionary<string, double> scores = await FillAsync(before, members: 40);
        RedisShardedLeaderboards during = await CreateShardedAsync(options =>
        {
            options.Shards = 5;
            options.PreviousShards = 2;
        });
        foreach ((string member, double score) in scores)
        {
            Assert.Equal(score, (await during.RankAsync(Board, member, true, Cancellation))!.Value.Score);
            Assert.True(await during.RemoveAsync(Board, member, Cancellation));
        }

        Assert.Equal(0, await during.CountAsync(Board, Cancellation));
    }

    [Fact]
    public async Task Bad_input_is_refused()
    {
        RedisShardedLeaderboards boards = await CreateShardedAsync();
        await RefusedAsync(
            boards.SubmitAsync(Board, "ada", double.NaN, cancellationToken: Cancellation),
            "The score NaN is not finite");
        await boards.SubmitAsync(Board, "ada", double.MaxValue, cancellationToken: Cancellation);
        await RefusedAsync(
            boards.SubmitAsync(Board, "ada", double.MaxValue, SubmitMode.Increment, Cancellation), "is not finite");
        await RefusedAsync(
            boards.SubmitAsync(Board, "", 1, cancellationToken: Cancellation), "A member is null or empty");
        await RefusedAsync(
            boards.SubmitAsync("{b}", "ada", 1, cancellationToken: Cancellation), "braces are not allowed");
        await RefusedAsync(boards.SubmitAsync(Board, "ada", 1, (SubmitMode)8, Cancellation), "The mode 8");
        await RefusedAsync(boards.TopAsync(Board, 0, Cancellation), "count is 0");
        await RefusedAsync(boards.TopAsync(Board, 1001, Cancellation), "count is 1001");
    }

    private async Task<RedisShardedLeaderboards> CreateShardedAsync(
        Action<ShardedLeaderboardsOptions>? configure = null)
    {
        var options = new ShardedLeaderboardsOptions { KeyPrefix = Prefix };
        configure?.Invoke(options);
        return new RedisShardedLeaderboards(await DatabaseAsync(), options, timeProvider: Clock);
    }

    private static async Task<Dictionary<string, double>> FillAsync(RedisShardedLeaderboards boards, int members)
    {
        var random = new Random(5);
        Dictionary<string, double> scores = [];
        for (int member = 0; member < members; member++)
        {
            scores[$"m{member}"] = random.Next(members / 2);
        }

        await Task.WhenAll(scores.Select(pair => boards.SubmitAsync(
            Board, pair.Key, pair.Value, cancellationToken: Cancellation).AsTask()));
        return scores;
    }
}
