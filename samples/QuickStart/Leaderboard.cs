using Engine.Server;
using Patterns.Leaderboards;
using StackExchange.Redis;

namespace QuickStart;

internal static class Leaderboard
{
    public static async Task RunAsync()
    {
        await using var engine = await EngineServer.StartAsync();
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"localhost:{engine.Port}");

        #region board
        var boards = new RedisLeaderboards(redis.GetDatabase(), new LeaderboardsOptions
        {
            KeyPrefix = "game",
            Windows = [LeaderboardWindow.AllTime, LeaderboardWindow.Weekly, LeaderboardWindow.Daily],
        });

        await boards.SubmitAsync("level-1", "ada", 4200);                 // counts in all windows, if it is her best
        LeaderboardSubmission bea = await boards.SubmitAsync("level-1", "bea", 3900);
        LeaderboardPage top = await boards.TopAsync("level-1", 10, new() { Window = LeaderboardWindow.Daily });
        LeaderboardPage near = await boards.AroundAsync("level-1", "bea", radius: 2);
        #endregion

        Console.WriteLine(
            $"{top[0].Member} leads with {top[0].Score}; bea has rank {bea.Standings[0].Rank} of {near.TotalCount}.");
    }
}
