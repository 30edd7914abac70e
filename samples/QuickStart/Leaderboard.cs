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
        var boards = new RedisLeaderboards(redis.GetDatabase(), new LeaderboardsOptions { KeyPrefix = "game" });

        await boards.SubmitBestAsync("level-1", "ada", 4200);      // kept if it is her best
        await boards.SubmitBestAsync("level-1", "bea", 3900);
        IReadOnlyList<LeaderboardEntry> top = await boards.GetTopAsync("level-1", 10);
        long? rank = await boards.GetRankAsync("level-1", "bea");
        #endregion

        Console.WriteLine($"{top[0].Member} leads with {top[0].Score}; bea has rank {rank}.");
    }
}
