using Redis.Fixtures;
using Redis.Fixtures.Resp;

namespace Engine.Server.Tests.Commands.Scripting;

/// <summary>Clients that are served while a script runs for long see nothing of what it has done so far.</summary>
public sealed class ScriptAtomicityTests : EngineTests
{
    [Fact]
    public async Task Who_waits_for_a_key_gets_nothing_from_a_script_that_is_still_running()
    {
        const string Script = "redis.call('RPUSH', 'q', 'x') for i = 1, 3e6 do end return redis.call('LLEN', 'q')";
        await using RespClient waiter = Connect();
        await using RespClient other = Connect();
        await waiter.SendAsync("BLPOP", "q", "0");
        await UntilAsync(() => State.Blocked.Count == 1);

        await Client.SendAsync("EVAL", Script, "0");
        await Poll.UntilAsync(
            async _ => (await other.CallAsync("GET", "k")).Text.StartsWith("BUSY", StringComparison.Ordinal),
            "the script runs",
            Cancellation);
        await other.CallAsync("MULTI");

        Assert.Equal("1", (await Client.ReadAsync(Cancellation)).Text);
        Assert.Equal("x", (await waiter.ReadAsync(Cancellation))[1].Text);
    }

    protected override void Configure(EngineOptions options) => options.BusyReplyThreshold = 0;
}
