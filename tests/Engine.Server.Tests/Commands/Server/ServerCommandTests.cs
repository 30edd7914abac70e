using System.Net.Sockets;
using Engine.Server.Keyspace;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Server;

public sealed class ServerCommandTests(ReferenceRedis reference) : CommandTests(reference)
{
    [Fact]
    public Task Role_start_and_time_are_told() => CompareAsync("""
        ROLE
        ROLE x
        LASTSAVE
        LASTSAVE x
        TIME
        TIME x
        """);

    [Fact]
    public Task Version_is_drawn_or_told() => CompareAsync("""
        LOLWUT
        LOLWUT VERSION
        LOLWUT VERSION 5 x
        LOLWUT VERSION 6 1 x
        LOLWUT VERSION x
        LOLWUT VERSION 5
        LOLWUT VERSION 99
        LOLWUT nope
        LOLWUT 3 4
        """);

    [Fact]
    public async Task A_picture_has_the_size_that_was_asked_for_and_ends_with_the_version()
    {
        await using RespClient engine = await EngineTarget.ConnectAsync(Cancellation);
        string[] lines = (await engine.CallAsync("LOLWUT", "VERSION", "5", "20", "4")).Text.Split('\n');
        Assert.All(lines[..4], line => Assert.Equal(20, line.Length));
        Assert.Equal("", lines[4]);
        Assert.EndsWith("Redis ver. 7.0.15", lines[5], StringComparison.Ordinal);
        Assert.Equal("Redis ver. 7.0.15\n", (await engine.CallAsync("LOLWUT")).Text);
    }

    [Fact]
    public Task Slow_commands_are_kept_in_part() => CompareAsync($"""
        CONFIG SET slowlog-log-slower-than 10000 slowlog-max-len 128
        SLOWLOG RESET
        CONFIG SET slowlog-log-slower-than 0
        SET k {new string('x', 128)}
        SET k {new string('x', 130)}
        MGET {string.Join(' ', Enumerable.Range(0, 31))}
        MGET {string.Join(' ', Enumerable.Range(0, 32))}
        CLIENT SETNAME me
        GET k
        NOSUCH command
        CONFIG SET slowlog-log-slower-than -1
        GET k
        SLOWLOG LEN
        SLOWLOG GET 0
        SLOWLOG GET
        SLOWLOG GET 2
        SLOWLOG GET -1
        CONFIG SET slowlog-max-len 3 slowlog-log-slower-than 0
        SLOWLOG LEN
        SLOWLOG LEN
        CONFIG SET slowlog-max-len 0
        SLOWLOG LEN
        SLOWLOG RESET
        CONFIG SET slowlog-log-slower-than 10000 slowlog-max-len 128
        """);

    [Fact]
    public Task Bad_requests_for_slow_commands_are_refused() => CompareAsync("""
        SLOWLOG GET -2
        SLOWLOG GET x
        SLOWLOG GET 1 2
        SLOWLOG LEN x
        SLOWLOG RESET x
        SLOWLOG NOPE
        SLOWLOG
        SLOWLOG HELP
        """);

    [Fact]
    public Task Memory_is_told_in_the_form_of_redis() => CompareAsync("""
        SET k v
        SET e v PX 100000000
        MEMORY USAGE k
        MEMORY USAGE missing
        MEMORY USAGE k SAMPLES
        MEMORY USAGE k SAMPLES -1
        MEMORY USAGE k SAMPLES x
        MEMORY USAGE k NOPE 1
        MEMORY USAGE k SAMPLES 1 samples 0
        MEMORY STATS
        MEMORY MALLOC-STATS
        MEMORY PURGE
        MEMORY PURGE x
        MEMORY USAGE
        MEMORY NOPE
        MEMORY HELP
        """);

    [Fact]
    public async Task Memory_statistics_name_what_redis_names()
    {
        await using RespClient redis = await Reference.ConnectAsync(Cancellation);
        await using RespClient engine = await EngineTarget.ConnectAsync(Cancellation);
        await redis.CallAsync("SET", "k", "v");
        await engine.CallAsync("SET", "k", "v");
        Assert.Equal(await NamesAsync(redis), await NamesAsync(engine));

        static async Task<string[]> NamesAsync(RespClient client) =>
            [.. (await client.CallAsync("MEMORY", "STATS")).Items.Chunk(2).Select(field => field[0].Text)];
    }

    [Fact]
    public async Task What_a_key_uses_is_what_the_heap_gained_and_its_place_in_the_table()
    {
        await using RespClient engine = await EngineTarget.ConnectAsync(Cancellation);
        await engine.CallAsync("FLUSHALL");
        await engine.CallAsync("SET", "large", new string('x', 100_000));
        long used = 0;
        await Engine.RunAsync(() => used = Engine.State.Keyspace.Heap.UsedBytes);
        Assert.Equal(used + Database.SlotBytes, (await engine.CallAsync("MEMORY", "USAGE", "large")).Number);
        await engine.CallAsync("PEXPIRE", "large", "100000000");
        await Engine.RunAsync(() => used = Engine.State.Keyspace.Heap.UsedBytes);
        Assert.Equal(used + 2 * Database.SlotBytes, (await engine.CallAsync("MEMORY", "USAGE", "large")).Number);
    }

    [Fact]
    public async Task Doctor_names_what_is_wrong()
    {
        await using RespClient engine = await EngineTarget.ConnectAsync(Cancellation);
        await engine.CallAsync("FLUSHALL");
        Assert.Contains("too little", (await engine.CallAsync("MEMORY", "DOCTOR")).Text, StringComparison.Ordinal);
        for (int i = 0; i < 4; i++)
            await engine.CallAsync("SETRANGE", $"k{i}", "4000000", "x");
        await engine.CallAsync("MEMORY", "STATS");
        Assert.Equal("Nothing is wrong with the use of memory.\n", (await engine.CallAsync("MEMORY", "DOCTOR")).Text);
        await engine.CallAsync("DEL", "k0", "k1");
        Assert.StartsWith("Peak: ", (await engine.CallAsync("MEMORY", "DOCTOR")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public Task Shutdown_refuses_options_that_exclude_each_other() => CompareAsync("""
        SHUTDOWN NOPE
        SHUTDOWN NOSAVE SAVE
        SHUTDOWN SAVE NOSAVE
        SHUTDOWN ABORT NOSAVE
        SHUTDOWN NOW ABORT
        SHUTDOWN ABORT ABORT
        SHUTDOWN abort
        MULTI
        SHUTDOWN
        EXEC
        """);

    [Theory]
    [InlineData("SHUTDOWN")]
    [InlineData("SHUTDOWN NOSAVE")]
    [InlineData("SHUTDOWN SAVE NOW FORCE")]
    public async Task Shutdown_ends_the_engine_without_a_reply_and_without_running_what_follows(string command)
    {
        await using EngineServer engine = await EngineServer.StartAsync(new EngineOptions());
        await using RespClient client = await RespClient.ConnectAsync(
            new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, engine.Port), Cancellation);
        await client.SendRawAsync(System.Text.Encoding.ASCII.GetBytes($"{command}\r\nSET k v\r\n"), Cancellation);
        Assert.Empty(await client.ReadToEndAsync(Cancellation));
        await engine.Completion.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        Assert.Equal(0, engine.State.Keyspace[0].Count);
        await Assert.ThrowsAnyAsync<SocketException>(() => RespClient.ConnectAsync(
            new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, engine.Port), Cancellation));
    }
}
