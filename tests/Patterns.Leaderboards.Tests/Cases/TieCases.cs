using Patterns.Leaderboards.Tests.Support;

namespace Patterns.Leaderboards.Tests.Cases;

/// <summary>Ties that time decides.</summary>
public abstract class TieCases(RecipeServer server) : LeaderboardCases(server)
{
    private const string Board = "b";

    private static readonly TimeSpan _resolution = TimeSpan.FromMilliseconds(2);

    [Theory]
    [InlineData(LeaderboardOrder.HighestFirst)]
    [InlineData(LeaderboardOrder.LowestFirst)]
    public async Task Who_reached_a_score_first_stands_first(LeaderboardOrder order)
    {
        RedisLeaderboards boards = await CreateTimedAsync(options => options.Order = order);
        foreach (string member in new[] { "mia", "zoe", "ada" })
        {
            await SubmitAsync(boards, member, 7);
            await PassAsync();
        }

        Assert.Equal(["1 mia 7", "2 zoe 7", "3 ada 7"], Show(await boards.TopAsync(Board, 5, null, Cancellation)));
    }

    [Fact]
    public async Task To_submit_the_same_score_again_does_not_cost_the_place()
    {
        RedisLeaderboards boards = await CreateTimedAsync();
        await SubmitAsync(boards, "ada", 7);
        await PassAsync();
        await SubmitAsync(boards, "bea", 7);
        await PassAsync();
        foreach (SubmitMode mode in new[] { SubmitMode.Best, SubmitMode.Set })
        {
            Assert.False((await SubmitAsync(boards, "ada", 7, mode)).IsChanged);
            Assert.Equal(0, await boards.SubmitBatchAsync(Board, [new("ada", 7)], mode, Cancellation));
        }

        Assert.Equal(["1 ada 7", "2 bea 7"], Show(await boards.TopAsync(Board, 5, null, Cancellation)));
    }

    [Fact]
    public async Task To_come_back_to_a_score_is_to_reach_it_anew()
    {
        RedisLeaderboards boards = await CreateTimedAsync();
        await SubmitAsync(boards, "ada", 7);
        await PassAsync();
        await SubmitAsync(boards, "bea", 7);
        await PassAsync();
        await boards.SubmitAsync(Board, "ada", 1, SubmitMode.Increment, cancellationToken: Cancellation);
        await boards.SubmitAsync(Board, "ada", -1, SubmitMode.Increment, cancellationToken: Cancellation);

        Assert.Equal(["1 bea 7", "2 ada 7"], Show(await boards.TopAsync(Board, 5, null, Cancellation)));
    }

    [Fact]
    public async Task Scores_are_exact_to_the_edge_of_the_budget()
    {
        // 2^21 scores and 2^32 steps of time are 53 bits.
        const double Scores = 1 << 21;
        RedisLeaderboards boards = await CreateAsync(options =>
        {
            options.TieBreak = TieBreak.FirstToReach;
            options.DenseRanks = true;
            options.MinScore = -1000;
            options.MaxScore = Scores - 1001;
            options.Ties.Span = 4_294_967_296 * TimeSpan.FromMilliseconds(100);
            options.Ties.Resolution = TimeSpan.FromMilliseconds(100);
        });
        double[] scores = [-1000, -999, -1, 0, 1, 4711, Scores - 1002, Scores - 1001];
        foreach (double score in scores)
        {
            Assert.Equal(score, Assert.Single((await SubmitAsync(boards, $"m{score}", score)).Standings).Score);
            Assert.Equal(
                score,
                Assert.Single(
                    await boards.RangeByScoreAsync(Board, score, score, cancellationToken: Cancellation)).Score);
        }

        LeaderboardPage all = await boards.TopAsync(Board, 10, new() { RankKind = RankKind.Dense }, Cancellation);
        Assert.Equal(scores.Reverse(), all.Select(entry => entry.Score));
        Assert.Equal(Enumerable.Range(1, 8).Select(rank => (long)rank), all.Select(entry => entry.Rank));
        Assert.Equal(1, await boards.ScoreAtPercentileAsync(Board, 62.5, null, Cancellation));
        await RefusedAsync(SubmitAsync(boards, "x", Scores - 1000), "must be between -1000");
        await RefusedAsync(SubmitAsync(boards, "x", 0.5), "is no whole number");
    }

    [Fact]
    public async Task Score_ranges_round_inwards()
    {
        RedisLeaderboards boards = await CreateTimedAsync();
        await FillAsync(boards, Board, ("ada", 0), ("bea", 5), ("cal", 50_000));
        Assert.Equal(["bea"], await RangeAsync(0.5, 5.5));
        Assert.Empty(await RangeAsync(5.2, 5.9));
        Assert.Equal(["cal", "bea", "ada"], await RangeAsync(double.NegativeInfinity, double.PositiveInfinity));
        Assert.Empty(await RangeAsync(-7, -1));
        Assert.Empty(await RangeAsync(50_001, 60_000));

        async Task<IEnumerable<string>> RangeAsync(double lowest, double highest)
            => (await boards.RangeByScoreAsync(Board, lowest, highest, cancellationToken: Cancellation))
                .Select(entry => entry.Member.ToString());
    }

    [Fact]
    public async Task Kinds_of_ranks_count_ties_whatever_the_time()
    {
        RedisLeaderboards boards = await CreateTimedAsync(options => options.DenseRanks = true);
        foreach ((string member, double score) in new[] { ("a", 3.0), ("b", 2), ("c", 2), ("d", 1) })
        {
            await SubmitAsync(boards, member, score);
            await PassAsync();
        }

        Assert.Equal([1, 2, 2, 4], await RanksAsync(RankKind.Competition));
        Assert.Equal([1, 3, 3, 4], await RanksAsync(RankKind.Modified));
        Assert.Equal([1, 2, 2, 3], await RanksAsync(RankKind.Dense));

        // A level is left when the last of its members leaves it.
        await boards.RemoveAsync(Board, ["b"], Cancellation);
        Assert.Equal([1, 2, 3], await RanksAsync(RankKind.Dense));
        await boards.SubmitAsync(Board, "c", 9, SubmitMode.Set, cancellationToken: Cancellation);
        Assert.Equal([1, 2, 3], await RanksAsync(RankKind.Dense));

        async Task<IEnumerable<long>> RanksAsync(RankKind kind)
            => (await boards.TopAsync(Board, 9, new() { RankKind = kind }, Cancellation)).Select(entry => entry.Rank);
    }

    [Fact]
    public async Task Sums_of_a_merge_are_reached_with_the_last_score_in_them()
    {
        RedisLeaderboards boards = await CreateTimedAsync();
        foreach ((string board, string member, double score) in new[]
        {
            ("{t}1", "ada", 2.0), ("{t}1", "bea", 4), ("{t}2", "bea", 1), ("{t}2", "ada", 3), ("{t}2", "cal", 5),
        })
        {
            await boards.SubmitAsync(board, member, score, cancellationToken: Cancellation);
            await PassAsync();
        }

        LeaderboardPart[] parts = [new(new()), new(new()) { Board = "{t}2" }];
        Assert.Equal(3, await MergeAsync(MergeAggregate.Sum));
        Assert.Equal(["1 bea 5", "2 ada 5", "3 cal 5"], Show(await ReadAsync()));
        await MergeAsync(MergeAggregate.Max);
        Assert.Equal(["1 cal 5", "2 bea 4", "3 ada 3"], Show(await ReadAsync()));
        await MergeAsync(MergeAggregate.Min);
        Assert.Equal(["1 cal 5", "2 ada 2", "3 bea 1"], Show(await ReadAsync()));
        parts = [new(new(), 2.5), new(new(), -1) { Board = "{t}2" }];
        await RefusedAsync(MergeAsync(MergeAggregate.Sum), "The score -5 must be between 0");
        parts = [new(new(), 0.3)];
        await RefusedAsync(MergeAsync(MergeAggregate.Sum), "is no whole number");
        Assert.Equal(["1 cal 5", "2 ada 2", "3 bea 1"], Show(await ReadAsync()));

        ValueTask<long> MergeAsync(MergeAggregate aggregate)
            => boards.MergeAsync("{t}1", "m", TimeSpan.FromHours(1), parts, aggregate, Cancellation);

        ValueTask<LeaderboardPage> ReadAsync()
            => boards.TopAsync("{t}1", 9, new() { Snapshot = "m" }, Cancellation);
    }

    private Task<RedisLeaderboards> CreateTimedAsync(Action<LeaderboardsOptions>? configure = null)
        => CreateAsync(options =>
        {
            options.TieBreak = TieBreak.FirstToReach;
            options.MinScore = 0;
            options.MaxScore = 50_000;
            options.Ties.Epoch = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
            options.Ties.Resolution = _resolution;
            options.Ties.Span = TimeSpan.FromDays(2000);
            configure?.Invoke(options);
        });

    private static ValueTask<LeaderboardSubmission> SubmitAsync(
        RedisLeaderboards boards, string member, double score, SubmitMode mode = SubmitMode.Best)
        => boards.SubmitAsync(Board, member, score, mode, cancellationToken: Cancellation);

    /// <summary>Lets the server's clock go on by more than a step of time.</summary>
    private async Task PassAsync()
    {
        DateTimeOffset start = await ServerTimeAsync();
        await Clock.AdvanceAsync(2 * _resolution, Cancellation);
        await Eventually.TrueAsync(
            async () => await ServerTimeAsync() - start > _resolution, "the server's clock went on");
    }
}
