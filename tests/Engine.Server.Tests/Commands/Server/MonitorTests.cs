using System.Text.RegularExpressions;
using Redis.Fixtures;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Server;

public sealed partial class MonitorTests(ReferenceRedis reference) : CommandTests(reference)
{
    private const string Commands = """
        SET k v
        set k "a\"b\\c\n\r\t\a\b\x00\xff ~"
        SELECT 3
        GET k
        GET
        nosuch
        MULTI
        SET a 1
        INCR a
        EXEC
        MULTI
        nosuch
        EXEC
        MULTI
        DISCARD
        WATCH a
        UNWATCH
        EVAL "redis.call('SET', KEYS[1], 'x') return redis.call('GET', KEYS[1])" 1 k
        EVALSHA ffffffffffffffffffffffffffffffffffffffff 0
        SCRIPT LOAD "return 1"
        AUTH user password
        HELLO 2 AUTH default wrong
        CONFIG GET port
        CLIENT ID
        BLPOP nothing 0.01
        INFO server
        PING
        SLOWLOG LEN
        LATENCY LATEST
        RESET
        ECHO end
        """;

    [Fact]
    public async Task Commands_are_shown_as_redis_shows_them() =>
        Assert.Equal(await ShownAsync(Reference.Target), await ShownAsync(EngineTarget));

    [Fact]
    public Task A_transaction_does_not_begin_to_monitor() => CompareAsync("""
        MULTI
        MONITOR
        EXEC
        MONITOR x
        @2 MONITOR
        """);

    [Fact]
    public Task A_monitor_may_not_use_the_keyspace_until_it_ends() => CompareAsync("""
        MONITOR
        GET k
        SET k v
        DBSIZE
        FLUSHALL
        PUBLISH c m
        EVAL "return 1" 0
        EVAL_RO "return 1" 0
        BLPOP l 0
        RESET
        SET k v
        """);

    [Fact]
    public Task A_pause_holds_no_monitor_back() => CompareAsync("""
        @2 PING
        MONITOR
        @2 CLIENT PAUSE 10000
        SET k v
        CLIENT UNPAUSE
        RESET
        """);

    [Fact]
    public async Task A_monitor_ends_with_reset_and_with_its_connection()
    {
        await using RespClient other = await EngineTarget.ConnectAsync(Cancellation);
        RespClient monitor = await EngineTarget.ConnectAsync(Cancellation);
        Assert.Equal("OK", (await monitor.CallAsync("MONITOR")).Text);
        Assert.Contains("flags=O", (await other.CallAsync("CLIENT", "LIST")).Text);
        await monitor.SendAsync("RESET");
        Assert.Equal("RESET", (await monitor.ReadAsync(Cancellation)).Text);
        await other.CallAsync("ECHO", "unseen");
        Assert.Equal("seen", (await monitor.CallAsync("ECHO", "seen")).Text);
        await monitor.CallAsync("MONITOR");
        await monitor.DisposeAsync();
        await Poll.UntilAsync(
            async _ => !(await other.CallAsync("CLIENT", "LIST")).Text.Contains("flags=O"),
            "the monitor is gone",
            Cancellation);
        Assert.Equal("PONG", (await other.CallAsync("PING")).Text);
    }

    private static async Task<IReadOnlyList<string>> ShownAsync(RespTarget target)
    {
        await using RespClient monitor = await target.ConnectAsync(Cancellation);
        await using RespClient client = await target.ConnectAsync(Cancellation);
        await monitor.CallAsync("MONITOR");
        foreach (string line in Commands.Split('\n'))
        {
            await client.SendAsync([.. CommandLine.Split(line).Select(argument => argument.Bytes)], Cancellation);
            await client.ReadAsync(Cancellation);
        }

        var shown = new List<string>();
        while (shown.Count == 0 || !shown[^1].Contains("\"ECHO\""))
        {
            string line = (await monitor.ReadAsync(Cancellation)).Text;
            Assert.Matches(Form(), line);
            shown.Add(Origin().Replace(line, "$1client"));
        }

        return shown;
    }

    [GeneratedRegex(@"^\d{10}\.\d{6} \[\d+ (lua|127\.0\.0\.1:\d+)\]( "".*"")+$")]
    private static partial Regex Form();

    [GeneratedRegex(@"^\d+\.\d+( \[\d+ )(?:127\.0\.0\.1:\d+)?")]
    private static partial Regex Origin();
}
