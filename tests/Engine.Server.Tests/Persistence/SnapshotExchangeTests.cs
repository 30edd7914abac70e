using System.Diagnostics;
using System.Text;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Persistence;

/// <summary>Snapshots go both ways between the engine and redis-server.</summary>
public sealed class SnapshotExchangeTests : IAsyncLifetime
{
    private RedisServerProcess? _redis;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private RedisServerProcess Redis => _redis!;

    private string Snapshot => Path.Combine(Redis.Folder, "dump.rdb");

    public async ValueTask InitializeAsync() => _redis =
        await RedisServerProcess.StartAsync(["enable-debug-command yes"], Cancellation);

    public ValueTask DisposeAsync() => Redis.DisposeAsync();

    [Theory]
    [InlineData("noeviction", "yes")]
    [InlineData("allkeys-lru", "no")]
    [InlineData("allkeys-lfu", "yes")]
    public async Task The_engine_loads_what_redis_saved(string policy, string compression)
    {
        string expected;
        await using (RespClient redis = await Redis.ConnectAsync(Cancellation))
        {
            await redis.CallAsync("CONFIG", "SET", "maxmemory-policy", policy, "rdbcompression", compression);
            await EveryType.FillAsync(redis, Cancellation);
            expected = await EveryType.DescribeAsync(redis);
            Assert.Equal("OK", (await redis.CallAsync("SAVE")).Text);
        }

        await using EngineServer engine = await StartAsync();
        await using RespClient client = new(engine.Connect());
        Assert.Equal(expected, await EveryType.DescribeAsync(client));
        Assert.Contains("rdb_changes_since_last_save:0", (await client.CallAsync("INFO", "persistence")).Text);
    }

    [Theory]
    [InlineData("SAVE", "yes", "noeviction")]
    [InlineData("BGSAVE", "no", "volatile-lru")]
    public async Task Redis_loads_what_the_engine_saved(string command, string compression, string policy)
    {
        string expected;
        await Redis.StopAsync(Cancellation);
        await using (EngineServer engine = await StartAsync())
        {
            await using RespClient client = new(engine.Connect());
            await client.CallAsync("CONFIG", "SET", "rdbcompression", compression, "maxmemory-policy", policy);
            await EveryType.FillAsync(client, Cancellation);
            expected = await EveryType.DescribeAsync(client);
            Assert.False((await client.CallAsync(command)).IsError);
            await Saving.UntilDoneAsync(client, Cancellation);
        }

        await CheckAsync();
        await Redis.StartAgainAsync(Cancellation);
        await using RespClient redis = await Redis.ConnectAsync(Cancellation);
        Assert.Equal(expected, await EveryType.DescribeAsync(redis));
    }

    [Theory]
    [InlineData("allkeys-lfu", "FREQ", 77)]
    [InlineData("volatile-lru", "IDLETIME", 50_000)]
    public async Task How_keys_were_used_goes_both_ways(string policy, string tracked, int value)
    {
        await using EngineServer engine = await StartAsync();
        await using RespClient client = new(engine.Connect());
        await using (RespClient redis = await Redis.ConnectAsync(Cancellation))
        {
            await redis.CallAsync("CONFIG", "SET", "maxmemory-policy", policy, "lfu-decay-time", "0");
            await redis.CallAsync("SET", "origin", "text");
            ReadOnlyMemory<byte> dump = (await redis.CallAsync("DUMP", "origin")).Bytes;
            await redis.SendAsync(
                [.. ((string[])["RESTORE", "k", "0"]).Select(Encode), dump, Encode(tracked), Encode($"{value}")],
                Cancellation);
            Assert.Equal("OK", (await redis.ReadAsync(Cancellation)).Text);
            Assert.Equal("OK", (await redis.CallAsync("SAVE")).Text);
        }

        await client.CallAsync("CONFIG", "SET", "maxmemory-policy", policy, "lfu-decay-time", "0");
        Assert.Equal("OK", (await client.CallAsync("DEBUG", "RELOAD", "NOSAVE")).Text);
        Assert.InRange((await client.CallAsync("OBJECT", tracked, "k")).Number, value, value + 60);
        Assert.Equal("OK", (await client.CallAsync("SAVE")).Text);

        await using RespClient again = await Redis.ConnectAsync(Cancellation);
        Assert.Equal("OK", (await again.CallAsync("DEBUG", "RELOAD", "NOSAVE")).Text);
        Assert.InRange((await again.CallAsync("OBJECT", tracked, "k")).Number, value, value + 60);
    }

    [Fact]
    public async Task Reloading_keeps_every_type_and_encoding()
    {
        await using EngineServer engine = await StartAsync();
        await using RespClient client = new(engine.Connect());
        await EveryType.FillAsync(client, Cancellation);
        string expected = await EveryType.DescribeAsync(client);
        Assert.Equal("OK", (await client.CallAsync("DEBUG", "RELOAD")).Text);
        Assert.Equal(expected, await EveryType.DescribeAsync(client));

        await using RespClient subscriber = new(engine.Connect());
        await subscriber.CallAsync("PSUBSCRIBE", "*");
        await client.CallAsync("CONFIG", "SET", "notify-keyspace-events", "En");
        await client.CallAsync("SET", "number", "0");
        Assert.Equal("OK", (await client.CallAsync("DEBUG", "RELOAD", "NOSAVE", "NOFLUSH", "MERGE")).Text);
        Assert.Equal(expected, await EveryType.DescribeAsync(client));
        await client.CallAsync("SET", "really new", "");
        Assert.Equal("really new", (await subscriber.ReadAsync(Cancellation))[3].Text);
    }

    private static ReadOnlyMemory<byte> Encode(string text) => Encoding.ASCII.GetBytes(text);

    private Task<EngineServer> StartAsync() => EngineServer.StartAsync(
        new EngineOptions { WorkingDirectory = Redis.Folder, EnableDebugCommand = "yes" });

    private async Task CheckAsync()
    {
        string program = Path.Combine(Path.GetDirectoryName(RedisInstallation.ServerPath)!, "redis-check-rdb");
        using Process check = Process.Start(
            new ProcessStartInfo(program, [Snapshot]) { RedirectStandardOutput = true })!;
        string output = await check.StandardOutput.ReadToEndAsync(Cancellation);
        await check.WaitForExitAsync(Cancellation);
        Assert.True(check.ExitCode == 0 && output.Contains("Checksum OK") && output.Contains("RDB looks OK"), output);
    }
}
