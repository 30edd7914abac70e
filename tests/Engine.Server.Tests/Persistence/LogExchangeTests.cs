using System.Diagnostics;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Persistence;

/// <summary>Append-only logs go both ways between the engine and redis-server.</summary>
public sealed class LogExchangeTests : IAsyncLifetime
{
    private RedisServerProcess? _redis;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private RedisServerProcess Redis => _redis!;

    public async ValueTask InitializeAsync() => _redis = await RedisServerProcess.StartAsync(
        ["enable-debug-command yes", "appendonly yes"], Cancellation);

    public ValueTask DisposeAsync() => Redis.DisposeAsync();

    [Theory]
    [InlineData("yes", true)]
    [InlineData("no", true)]
    [InlineData("yes", false)]
    public async Task The_engine_loads_what_redis_appended(string preamble, bool isRewritten)
    {
        string expected;
        await using (RespClient redis = await Redis.ConnectAsync(Cancellation))
        {
            await redis.CallAsync("CONFIG", "SET", "aof-use-rdb-preamble", preamble);
            await EveryType.FillAsync(redis, Cancellation);
            if (isRewritten)
            {
                await redis.CallAsync("BGREWRITEAOF");
                await Saving.UntilDoneAsync(redis, Cancellation);
            }

            await ChangeAsync(redis);
            expected = await EveryType.DescribeAsync(redis, isRewritten);
        }

        await Redis.StopAsync(Cancellation);
        await using EngineServer engine = await StartAsync();
        await using RespClient client = new(engine.Connect());
        Assert.Equal(expected, await EveryType.DescribeAsync(client, isRewritten));
    }

    [Theory]
    [InlineData("yes", true, "always")]
    [InlineData("no", true, "everysec")]
    [InlineData("yes", false, "no")]
    public async Task Redis_loads_what_the_engine_appended(string preamble, bool isRewritten, string policy)
    {
        await Redis.StopAsync(Cancellation);
        Directory.Delete(Path.Combine(Redis.Folder, "appendonlydir"), recursive: true);
        string expected;
        await using (EngineServer engine = await StartAsync())
        {
            await using RespClient client = new(engine.Connect());
            await client.CallAsync("CONFIG", "SET", "aof-use-rdb-preamble", preamble, "appendfsync", policy);
            await EveryType.FillAsync(client, Cancellation);
            if (isRewritten)
            {
                string reply = (await client.CallAsync("BGREWRITEAOF")).Text;
                Assert.Equal("Background append only file rewriting started", reply);
                await Saving.UntilDoneAsync(client, Cancellation);
            }

            await ChangeAsync(client);
            expected = await EveryType.DescribeAsync(client, isRewritten);
            Assert.Equal("OK", (await client.CallAsync("DEBUG", "LOADAOF")).Text);
            Assert.Equal(expected, await EveryType.DescribeAsync(client, isRewritten));
        }

        await CheckAsync();
        await Redis.StartAgainAsync(Cancellation);
        await using RespClient redis = await Redis.ConnectAsync(Cancellation);
        Assert.Equal(expected, await EveryType.DescribeAsync(redis, isRewritten));
    }

    private static async Task ChangeAsync(RespClient client)
    {
        foreach (string line in (string[])
        [
            "INCR number", "EXPIRE short 100000", "PERSIST expiring-list", "DEL raw", "SPOP few-members",
            "XADD stream * a 1", "XACK stream group 1-1", "MULTI", "SELECT 5", "SET in-transaction v", "INCR counter",
            "SELECT 0", "EXEC", "EVAL \"redis.call('SET', KEYS[1], 'a') return redis.call('INCR', KEYS[2])\" 2 s1 s2",
            "FUNCTION LOAD \"#!lua name=second\\nredis.register_function('g', function() return 2 end)\"",
            "RENAME small-hash renamed-hash", "ZINCRBY zset 1.5 b", "LREM small-list 0 a", "SWAPDB 6 7",
        ])
        {
            await EveryType.RunAsync(client, line, Cancellation);
        }
    }

    private Task<EngineServer> StartAsync() => EngineServer.StartAsync(
        new EngineOptions { WorkingDirectory = Redis.Folder, EnableDebugCommand = "yes", AppendOnly = true });

    private async Task CheckAsync()
    {
        string program = Path.Combine(Path.GetDirectoryName(RedisInstallation.ServerPath)!, "redis-check-aof");
        string manifest = Path.Combine(Redis.Folder, "appendonlydir", "appendonly.aof.manifest");
        using Process check = Process.Start(
            new ProcessStartInfo(program, [manifest]) { RedirectStandardOutput = true })!;
        string output = await check.StandardOutput.ReadToEndAsync(Cancellation);
        await check.WaitForExitAsync(Cancellation);
        Assert.True(check.ExitCode == 0 && output.Contains("All AOF files and manifest are valid"), output);
    }
}
