using Redis.Fixtures;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Scripting;

/// <summary>A script that takes long, and the clients who wait for it.</summary>
public sealed class BusyScriptTests(ReferenceRedis reference) : CommandTests(reference)
{
    private const string Endless = "while true do end";
    private const string EndlessThoughCaught =
        "local function f() while true do pcall(function() while true do end end) end end\nf()";

    private const string EndlessAfterWriting = "redis.call('set','a',1) while true do end";

    [Theory]
    [InlineData(Endless)]
    [InlineData(EndlessThoughCaught)]
    [InlineData("while true do pcall(error, 'x') end")]
    [InlineData("coroutine.wrap(function() while true do end end)()")]
    public async Task A_script_that_takes_long_can_be_killed(string script)
    {
        string expected = await RunAndKillAsync(Reference.Target, script);
        Assert.Equal(expected, await RunAndKillAsync(EngineTarget, script));
    }

    [Theory]
    [InlineData("local t = {} for i = 1, 200000 do t[i] = i % 7 end while true do table.sort(t) end")]
    [InlineData("local s = string.rep('x', 5000000) while true do s:upper() end")]
    [InlineData("local s = string.rep('x', 5000000) while true do s:find('y', 1, true) end")]
    [InlineData("local s = string.rep('x', 5000000) while true do cjson.encode(s) end")]
    [InlineData("return string.rep('a', 100000):find(string.rep('a-', 50) .. 'b')")]
    [InlineData("return string.rep('a', 100000):gsub(string.rep('.-', 50) .. 'b', '')")]
    public async Task A_function_of_the_library_that_takes_long_can_be_killed_which_redis_server_does_not(string script)
    {
        Assert.Contains("Script killed by user", await RunAndKillAsync(EngineTarget, script), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_that_has_written_cannot_be_killed()
    {
        await using RespClient client = await StartAsync(EngineTarget, EndlessAfterWriting);
        await using RespClient other = await EngineTarget.ConnectAsync(Cancellation);
        RespValue refusal = await other.CallAsync("SCRIPT", "KILL");
        Assert.Contains("UNKILLABLE Sorry the script already executed write commands", refusal.ToString());
        // Disposing the engine ends it nevertheless; every test here does that.
    }

    [Fact]
    public async Task What_the_caller_sends_meanwhile_runs_afterwards()
    {
        await using RespClient client = await StartAsync(EngineTarget, Endless);
        await client.SendAsync("ECHO", "later");
        await using RespClient other = await EngineTarget.ConnectAsync(Cancellation);
        await UntilPingSaysAsync(other, "BUSY");
        await other.CallAsync("SCRIPT", "KILL");
        await client.ReadAsync(Cancellation);
        Assert.Contains("later", (await client.ReadAsync(Cancellation)).ToString());
    }

    [Fact]
    public async Task What_else_forbids_a_command_is_told_before_the_script() =>
        Assert.Equal(await ToldWhileBusyAsync(Reference.Target), await ToldWhileBusyAsync(EngineTarget));

    private static async Task<string> ToldWhileBusyAsync(RespTarget target)
    {
        await using RespClient user = await target.ConnectAsync(Cancellation);
        await user.CallAsync("ACL", "SETUSER", "reader", "on", ">p", "~x", "+get");
        await user.CallAsync("AUTH", "reader", "p");
        await using RespClient transaction = await target.ConnectAsync(Cancellation);
        await transaction.CallAsync("MULTI");
        await using RespClient subscriber = await target.ConnectAsync(Cancellation);
        await subscriber.CallAsync("SUBSCRIBE", "channel");
        await using RespClient client = await StartAsync(target, Endless);
        RespValue[] told =
        [
            await user.CallAsync("SET", "x", "1"),
            await user.CallAsync("GET", "y"),
            await user.CallAsync("GET", "x"),
            await transaction.CallAsync("SAVE"),
            await transaction.CallAsync("GET", "x"),
            await subscriber.CallAsync("GET", "x"),
            await subscriber.CallAsync("PING"),
            await transaction.CallAsync("SCRIPT", "KILL"),
        ];
        await transaction.CallAsync("DISCARD");
        await transaction.CallAsync("SCRIPT", "KILL");
        await client.ReadAsync(Cancellation);
        return string.Join('\n', (object[])told);
    }

    /// <summary>All that clients are told on the way.</summary>
    private static async Task<string> RunAndKillAsync(RespTarget target, string script)
    {
        await using RespClient client = await StartAsync(target, script);
        await using RespClient other = await target.ConnectAsync(Cancellation);
        var told = new List<RespValue>
        {
            await other.CallAsync("GET", "k"),
            await other.CallAsync("MULTI"),
            await other.CallAsync("SET", "k", "v"),
            await other.CallAsync("EXEC"),
            await other.CallAsync("SCRIPT", "KILL"),
            await client.ReadAsync(Cancellation),
        };
        await UntilPingSaysAsync(other, "PONG");
        told.Add(await other.CallAsync("SCRIPT", "KILL"));
        return string.Join('\n', told);
    }

    private static Task UntilPingSaysAsync(RespClient client, string word) => Poll.UntilAsync(
        async _ => (await client.CallAsync("PING")).ToString().Contains(word, StringComparison.Ordinal),
        $"PING is answered by {word}",
        Cancellation);

    /// <summary>Starts a script and returns its client when others are refused because of it.</summary>
    private static async Task<RespClient> StartAsync(RespTarget target, string script)
    {
        await using RespClient other = await target.ConnectAsync(Cancellation);
        await other.CallAsync("CONFIG", "SET", "busy-reply-threshold", "1");
        RespClient client = await target.ConnectAsync(Cancellation);
        await client.SendAsync("EVAL", script, "0");
        await UntilPingSaysAsync(other, "BUSY");
        return client;
    }
}
