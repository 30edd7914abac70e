using Engine.Testing;
using StackExchange.Redis;

namespace QuickStart;

internal static class VirtualTime
{
    public static async Task RunAsync()
    {
        #region time
        await using var engine = await TestEngine.StartAsync();
        await using var redis = await engine.ConnectAsync();

        IDatabase database = redis.GetDatabase();
        await database.StringSetAsync("session", "ada", TimeSpan.FromMinutes(5));
        await engine.Time.AdvanceAsync(TimeSpan.FromMinutes(6));
        bool exists = await database.KeyExistsAsync("session");
        #endregion

        Console.WriteLine(exists ? "The session is still there." : "The session has expired.");
    }
}
