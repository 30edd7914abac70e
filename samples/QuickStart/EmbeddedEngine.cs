using Engine.Server;
using StackExchange.Redis;

namespace QuickStart;

internal static class EmbeddedEngine
{
    public static async Task RunAsync()
    {
        #region embedded
        await using var engine = await EngineServer.StartAsync();
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"localhost:{engine.Port}");

        IDatabase database = redis.GetDatabase();
        await database.StringSetAsync("greeting", "hello", TimeSpan.FromMinutes(1));
        Console.WriteLine(await database.StringGetAsync("greeting"));
        #endregion
    }
}
