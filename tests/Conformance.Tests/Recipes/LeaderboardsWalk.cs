using Patterns.Leaderboards;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Conformance.Tests.Recipes;

internal sealed class LeaderboardsWalk : IRecipeWalk
{
    public async Task WalkAsync(ConnectionMultiplexer connection, string hashTag, CalledOperations called)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        var options = new LeaderboardsOptions { KeyPrefix = SingleRedis.NewKeyPrefix() };
        var boards = new RedisLeaderboards(connection.GetDatabase(), options);
        string board = $"{hashTag}:b";
        LeaderboardEntry first = new(1, "bea", 3), second = new(2, "ada", 2);

        Assert.True(await called.RunAsync(() => boards.SetAsync(board, "ada", 1, token)));
        Assert.True(await called.RunAsync(() => boards.SubmitBestAsync(board, "ada", 2, token)));
        Assert.Equal(3, await called.RunAsync(() => boards.IncrementAsync(board, "bea", 3, token)));
        Assert.Equal([first, second], await called.RunAsync(() => boards.GetTopAsync(board, 9, token)));
        Assert.Equal([second], await called.RunAsync(() => boards.GetPageAsync(board, 2, 1, token)));
        Assert.Equal([first, second], await called.RunAsync(() => boards.GetAroundAsync(board, "ada", 1, token)));
        Assert.Equal(2, await called.RunAsync(() => boards.GetRankAsync(board, "ada", token)));
        Assert.Equal(2, await called.RunAsync(() => boards.GetScoreAsync(board, "ada", token)));
        Assert.Equal(2, await called.RunAsync(() => boards.CountAsync(board, token)));
        Assert.True(await called.RunAsync(() => boards.RemoveAsync(board, "ada", token)));
        Assert.True(await called.RunAsync(() => boards.DeleteAsync(board, token)));
    }
}
