using Patterns.Leaderboards.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Leaderboards.Tests.Cases;

/// <summary>Batches, snapshots, merged rankings.</summary>
public abstract class BatchCases(RecipeServer server) : LeaderboardCases(server)
{
    private static readonly TimeSpan _hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(TieBreak.MemberName, false)]
    [InlineData(TieBreak.MemberName, true)]
    [InlineData(TieBreak.FirstToReach, true)]
    public async Task A_batch_does_what_its_rows_do_one_by_one(TieBreak tieBreak, bool dense)
    {
        RedisLeaderboards boards = await CreateAsync(options =>
        {
            options.DenseRanks = dense;
            options.TieBreak = tieBreak;
            options.MinScore = -10_000;
            options.MaxScore = 10_000;
        });
        var random = new Random(7);
        foreach (SubmitMode mode in Enum.GetValues<SubmitMode>())
        {
            // Members come up more than once, within a thousand and in others.
            LeaderboardScore[] rows = [.. Enumerable.Range(0, 1200)
                .Select(_ => new LeaderboardScore($"m{random.Next(400)}", random.Next(-9, 9)))];
            foreach (LeaderboardScore row in rows)
            {
                await boards.SubmitAsync("one", row.Member, row.Score, mode, cancellationToken: Cancellation);
            }

            await boards.SubmitBatchAsync("many", rows, mode, Cancellation);

            LeaderboardPage expected = await boards.TopAsync("one", 1000, null, Cancellation);
            LeaderboardPage actual = await boards.TopAsync("many", 1000, null, Cancellation);
            Assert.Equal(Scores(expected), Scores(actual));
            if (dense)
            {
                Assert.Equal(
                    await (await DatabaseAsync()).SortedSetRangeByRankAsync(KeyOf("one", "levels:all")),
                    await (await DatabaseAsync()).SortedSetRangeByRankAsync(KeyOf("many", "levels:all")));
            }
        }

        static IEnumerable<(double, string)> Scores(LeaderboardPage page)
            => page.Select(entry => (entry.Score, entry.Member.ToString())).Order();
    }

    [Fact]
    public async Task A_batch_says_how_many_scores_changed()
    {
        RedisLeaderboards boards = await CreateAsync();
        Assert.Equal(3, await SubmitAsync(SubmitMode.Best, ("ada", 1), ("bea", 2), ("cal", 3)));
        Assert.Equal(1, await SubmitAsync(SubmitMode.Best, ("ada", 0), ("bea", 2), ("cal", 4)));
        Assert.Equal(2, await SubmitAsync(SubmitMode.Set, ("ada", 0), ("bea", 1), ("cal", 4)));
        Assert.Equal(1, await SubmitAsync(SubmitMode.Increment, ("ada", 0), ("bea", 1)));
        Assert.Equal(0, await SubmitAsync(SubmitMode.Best));

        ValueTask<long> SubmitAsync(SubmitMode mode, params (string Member, double Score)[] rows)
            => boards.SubmitBatchAsync(
                "b", rows.Select(row => new LeaderboardScore(row.Member, row.Score)), mode, Cancellation);
    }

    [Fact]
    public async Task A_snapshot_stays_as_it_was_and_expires()
    {
        RedisLeaderboards boards = await CreateAsync(options => options.DenseRanks = true);
        await FillAsync(boards, "b", ("ada", 3), ("bea", 2), ("cal", 2));
        Assert.Equal(3, await boards.SnapshotAsync("b", "final", _hour, null, Cancellation));
        await FillAsync(boards, "b", ("cal", 9), ("dan", 7));

        var view = new LeaderboardView { Snapshot = "final", RankKind = RankKind.Dense };
        Assert.Equal(["1 ada 3", "2 cal 2", "2 bea 2"], Show(await boards.TopAsync("b", 9, view, Cancellation)));
        Assert.Equal(3, await boards.CountAsync("b", view, Cancellation));
        Assert.Equal(66.7, (await boards.PercentileAsync("b", "bea", view, Cancellation))!.Value, 1);
        IDatabase database = await DatabaseAsync();
        foreach (string part in new[] { "scores:snapshot:final", "levels:snapshot:final" })
        {
            TimeSpan? left = await database.KeyTimeToLiveAsync(KeyOf("b", part));
            Assert.InRange(left!.Value, TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(61));
        }

        Assert.Equal(0, await boards.SnapshotAsync("none", "final", _hour, null, Cancellation));
        Assert.Equal(4, await boards.SnapshotAsync("b", "final", _hour, null, Cancellation));
    }

    [Fact]
    public async Task Rankings_merge_with_weights_and_aggregate()
    {
        RedisLeaderboards boards = await CreateAsync();
        await FillAsync(boards, "{t}one", ("ada", 3), ("bea", 2));
        await FillAsync(boards, "{t}two", ("bea", 10), ("cal", 1));

        Assert.Equal(["1 bea 7", "2 ada 3", "3 cal 0.5"], await MergeAsync(MergeAggregate.Sum, 0.5));
        Assert.Equal(["1 bea 5", "2 ada 3", "3 cal 0.5"], await MergeAsync(MergeAggregate.Max, 0.5));
        Assert.Equal(["1 ada 3", "2 bea 2", "3 cal 1"], await MergeAsync(MergeAggregate.Min, 1));

        async Task<IEnumerable<string>> MergeAsync(MergeAggregate aggregate, double weight)
        {
            LeaderboardPart[] parts = [new(new()), new(new(), weight) { Board = "{t}two" }];
            Assert.Equal(3, await boards.MergeAsync("{t}one", "m", _hour, parts, aggregate, Cancellation));
            return Show(await boards.TopAsync("{t}one", 9, new() { Snapshot = "m" }, Cancellation));
        }
    }

    [Fact]
    public async Task Bounds_of_snapshots_and_merges_are_checked()
    {
        RedisLeaderboards boards = await CreateAsync();
        await RefusedAsync(
            boards.SnapshotAsync("b", "a:b", _hour, cancellationToken: Cancellation),
            "The name 'a:b' is not 1 to 50 letters");
        await RefusedAsync(
            boards.SnapshotAsync("b", new string('x', 51), _hour, cancellationToken: Cancellation),
            "is not 1 to 50 letters");
        await RefusedAsync(
            boards.SnapshotAsync("b", "s", TimeSpan.Zero, cancellationToken: Cancellation),
            "retention is 00:00:00, but must be");
        await RefusedAsync(
            boards.SnapshotAsync("b", "s", TimeSpan.FromDays(4000), cancellationToken: Cancellation),
            "retention is 4000.");
        await RefusedAsync(boards.MergeAsync("b", "s", _hour, [], cancellationToken: Cancellation), "parts.Count is 0");
        await RefusedAsync(
            boards.MergeAsync(
                "b",
                "s",
                _hour,
                [new(new(), double.NaN)],
                cancellationToken: Cancellation), "The weight NaN is not finite");
        await RefusedAsync(
            boards.MergeAsync("b", "s", _hour, [new(new())], (MergeAggregate)7, cancellationToken: Cancellation),
            "The aggregate 7");
        Assert.Throws<ArgumentException>(() => new LeaderboardView { Snapshot = "a b" });
    }

    [Fact]
    public async Task Too_many_scores_to_take_apart_are_refused()
    {
        RedisLeaderboards boards = await CreateAsync(options =>
        {
            options.TieBreak = TieBreak.FirstToReach;
            options.MinScore = 0;
            options.MaxScore = 1_000_000;
        });
        await boards.SubmitBatchAsync(
            "b",
            Enumerable.Range(0, 2_000).Select(number => new LeaderboardScore(number, number)),
            SubmitMode.Set,
            Cancellation);
        LeaderboardPart[] parts = [.. Enumerable.Repeat(new LeaderboardPart(new()), 101)];

        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await boards.MergeAsync("b", "m", _hour, parts, MergeAggregate.Sum, Cancellation));

        Assert.Contains("202000 scores to take apart, but at most 200000", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, await boards.CountAsync("b", new() { Snapshot = "m" }, Cancellation));
        Assert.Equal(2_000, await boards.MergeAsync("b", "m", _hour, parts, MergeAggregate.Max, Cancellation));
    }
}
