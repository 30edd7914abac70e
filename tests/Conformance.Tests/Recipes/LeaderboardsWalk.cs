using Patterns.Leaderboards;
using Patterns.Leaderboards.Sharding;
using Patterns.Leaderboards.Trending;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Conformance.Tests.Recipes;

internal sealed class LeaderboardsWalk : IRecipeWalk
{
    public async Task WalkAsync(ConnectionMultiplexer connection, string hashTag, CalledOperations called)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        var options = new LeaderboardsOptions
        {
            KeyPrefix = SingleRedis.NewKeyPrefix(),
            RedisTimeout = IRecipeWalk.Patience,
            Windows = [LeaderboardWindow.AllTime, LeaderboardWindow.Daily],
            Events = LeaderboardEvents.Stream,
            DenseRanks = true,
        };
        var boards = new RedisLeaderboards(connection.GetDatabase(), options);
        string board = $"{hashTag}:b";
        LeaderboardEntry first = new(1, "bea", 3), second = new(2, "ada", 2);
        LeaderboardView view = new() { RankKind = RankKind.Dense };
        LeaderboardScore[] scores = [new("ada", 2), new("bea", 1)];
        LeaderboardPart[] parts = [new(view), new(new() { Window = LeaderboardWindow.Daily })];
        TimeSpan hour = TimeSpan.FromHours(1);

        LeaderboardSubmission submission = await called.RunAsync(
            () => boards.SubmitAsync(board, "bea", 2, SubmitMode.Best, "Bea", token));
        Assert.Equal(2, submission.Standings.Count);
        Assert.Equal(2, await called.RunAsync(
            () => boards.SubmitBatchAsync(board, scores, SubmitMode.Increment, token)));
        Assert.Equal([first, second], await called.RunAsync(() => boards.TopAsync(board, 9, view, token)));
        Assert.Equal([second], await called.RunAsync(() => boards.PageAsync(board, 2, 1, view, token)));
        Assert.Equal([first, second], await called.RunAsync(() => boards.AroundAsync(board, "ada", 1, view, token)));
        Assert.Equal(second, await called.RunAsync(() => boards.RankAsync(board, "ada", view, token)));
        Assert.Equal([second], await called.RunAsync(
            () => boards.FriendsAsync(board, new RedisValue[] { "ada", "cal" }, view, token)));
        Assert.Equal([first], await called.RunAsync(() => boards.RangeByScoreAsync(board, 3, 4, 0, 9, view, token)));
        Assert.Equal(50, await called.RunAsync(() => boards.PercentileAsync(board, "ada", view, token)));
        Assert.Equal(3, await called.RunAsync(() => boards.ScoreAtPercentileAsync(board, 51, view, token)));
        Assert.Equal(2, await called.RunAsync(() => boards.CountAsync(board, view, token)));
        Assert.Equal(2, await called.RunAsync(() => boards.SnapshotAsync(board, "s", hour, view, token)));
        Assert.Equal(2, await called.RunAsync(
            () => boards.MergeAsync(board, "m", hour, parts, MergeAggregate.Sum, token)));
        Assert.Equal(2, (await called.RunAsync(() => boards.ReadEventsAsync(board, null, 9, token))).Count);
        Assert.Equal(1, await called.RunAsync(() => boards.RemoveAsync(board, new RedisValue[] { "ada" }, token)));
        Assert.True(await called.RunAsync(() => boards.DeleteAsync(board, token)));
        await ListenAsync(connection, options, board, called);
        await WalkShardsAsync(connection, called);
        await WalkTrendsAsync(connection, hashTag, called);
    }

    private static async Task ListenAsync(
        ConnectionMultiplexer connection, LeaderboardsOptions options, string board, CalledOperations called)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        options.Events = LeaderboardEvents.Channel;
        var boards = new RedisLeaderboards(connection.GetDatabase(), options);
        Task<LeaderboardRankEvent> change = called.FirstAsync(() => boards.ListenAsync(board, token));

        // The two overtake each other until somebody listens.
        for (int score = 1; !change.IsCompleted; score++)
        {
            await boards.SubmitAsync(board, score % 2 == 0 ? "ada" : "bea", score, cancellationToken: token);
        }

        Assert.Equal(1, (await change).Rank);
        await boards.DeleteAsync(board, token);
    }

    // Its shards have hash tags of their own: they are on all primaries anyway.
    private static async Task WalkShardsAsync(ConnectionMultiplexer connection, CalledOperations called)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        var options = new ShardedLeaderboardsOptions
        {
            KeyPrefix = SingleRedis.NewKeyPrefix(),
            RedisTimeout = IRecipeWalk.Patience,
        };
        var boards = new RedisShardedLeaderboards(connection.GetDatabase(), options);
        Assert.True((await called.RunAsync(() => boards.SubmitAsync("b", "ada", 1, SubmitMode.Set, token))).IsChanged);
        Assert.Single(await called.RunAsync(() => boards.TopAsync("b", 9, token)));
        Assert.Equal(1, (await called.RunAsync(() => boards.RankAsync("b", "ada", true, token)))!.Value.Rank);
        Assert.Equal(1, await called.RunAsync(() => boards.CountAsync("b", token)));
        Assert.Equal(0, await called.RunAsync(() => boards.RebalanceAsync("b", token)));
        Assert.True(await called.RunAsync(() => boards.RemoveAsync("b", "ada", token)));
        Assert.False(await called.RunAsync(() => boards.DeleteAsync("b", token)));
    }

    private static async Task WalkTrendsAsync(
        ConnectionMultiplexer connection, string hashTag, CalledOperations called)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        var options = new TrendingBoardsOptions
        {
            KeyPrefix = SingleRedis.NewKeyPrefix(),
            RedisTimeout = IRecipeWalk.Patience,
        };
        var boards = new RedisTrendingBoards(connection.GetDatabase(), options);
        string board = $"{hashTag}:t";
        Assert.InRange(await called.RunAsync(() => boards.HitAsync(board, "ada", 2, token)), 1.9, 2.1);
        Assert.Single(await called.RunAsync(() => boards.TopAsync(board, 9, token)));
        Assert.NotNull(await called.RunAsync(() => boards.FindAsync(board, "ada", token)));
        Assert.True(await called.RunAsync(() => boards.RemoveAsync(board, "ada", token)));
    }
}
