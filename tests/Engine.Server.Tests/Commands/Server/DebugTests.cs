using System.Collections.Concurrent;
using Redis.Fixtures;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;

namespace Engine.Server.Tests.Commands.Server;

public sealed class DebugTests(ReferenceRedis reference) : CommandTests(reference)
{
    protected override EngineOptions EngineOptions => new() { EnableDebugCommand = "yes" };

    [Fact]
    public Task Stored_values_are_described() => CompareAsync("""
        SET k v
        DEBUG OBJECT k
        SET k 5
        DEBUG OBJECT k
        SET k -129
        DEBUG OBJECT k
        SET k 70000
        DEBUG OBJECT k
        SET k 7000000000
        DEBUG OBJECT k
        SET k 12345678901234567890
        DEBUG OBJECT k
        SETRANGE r 0 5
        DEBUG OBJECT r
        DEBUG OBJECT missing
        DEBUG OBJECT
        DEBUG OBJECT k fast
        """);

    [Fact]
    public Task Digests_are_those_of_redis() => CompareAsync("""
        DEBUG DIGEST
        SET a 1
        SET b text PX 100000000
        SETRANGE c 0 raw
        SELECT 3
        SET a 1
        DEBUG DIGEST
        DEBUG DIGEST-VALUE a b
        SELECT 0
        DEBUG DIGEST-VALUE a b c missing
        DEBUG DIGEST-VALUE
        DEBUG DIGEST x
        """);

    [Fact]
    public Task Every_type_of_reply_can_be_asked_for() => CompareAsync("""
        DEBUG PROTOCOL string
        DEBUG PROTOCOL integer
        DEBUG PROTOCOL double
        DEBUG PROTOCOL bignum
        DEBUG PROTOCOL null
        DEBUG PROTOCOL array
        DEBUG PROTOCOL set
        DEBUG PROTOCOL map
        DEBUG PROTOCOL attrib
        DEBUG PROTOCOL verbatim
        DEBUG PROTOCOL TRUE
        DEBUG PROTOCOL false
        DEBUG PROTOCOL nope
        DEBUG ERROR "CODE a sentence"
        DEBUG ERROR nocode
        DEBUG ERROR
        """);

    [Fact]
    public Task Push_messages_can_be_asked_for_in_RESP3() => CompareAsync("""
        HELLO 3
        >2 DEBUG PROTOCOL push
        HELLO 2
        DEBUG PROTOCOL push
        """);

    [Fact]
    public Task Keys_are_made_by_the_number() => CompareAsync("""
        SET key:1 mine
        DEBUG POPULATE 3
        MGET key:0 key:1 key:2 key:3
        DEBUG POPULATE 2 pre 20
        MGET pre:0 pre:1
        DEBUG POPULATE 1 cut 3
        GET cut:0
        DEBUG POPULATE 1 whole 0
        GET whole:0
        DEBUG POPULATE -1
        DEBUG POPULATE x
        DEBUG POPULATE 1 p x
        DEBUG POPULATE 1 p 1 1
        DEBUG POPULATE
        DBSIZE
        """);

    [Fact]
    public Task Odd_requests_are_answered_as_redis_answers_them() => CompareAsync("""
        DEBUG SLEEP 0
        DEBUG SLEEP 0.001
        DEBUG SLEEP -1
        DEBUG SLEEP x
        DEBUG SLEEP
        DEBUG SET-ACTIVE-EXPIRE 0
        DEBUG SET-ACTIVE-EXPIRE 1
        DEBUG SET-ACTIVE-EXPIRE
        DEBUG LOG hello
        DEBUG LOG
        DEBUG CHANGE-REPL-ID
        DEBUG HTSTATS 99
        DEBUG HTSTATS x
        DEBUG NOPE
        DEBUG
        """);

    [Fact]
    public async Task Sleep_waits_on_the_clock_of_the_engine()
    {
        var clock = new HurryingClock();
        await using EngineServer engine = await EngineServer.StartAsync(
            new EngineOptions { EnableDebugCommand = "yes", TimeProvider = clock });
        await using var client = new RespClient(engine.Connect());
        Assert.Equal("OK", (await client.CallAsync("DEBUG", "SLEEP", "3600.5")).Text);
        Assert.Contains(TimeSpan.FromSeconds(3600.5), clock.Waits);
    }

    [Fact]
    public async Task Expired_keys_stay_while_active_expiry_is_off()
    {
        await using RespClient client = await EngineTarget.ConnectAsync(Cancellation);
        await client.CallAsync("FLUSHALL");
        await client.CallAsync("DEBUG", "SET-ACTIVE-EXPIRE", "0");
        await client.CallAsync("SET", "short", "v", "PX", "1");
        await client.CallAsync("DEBUG", "SLEEP", "0.3");
        Assert.Equal(1, (await client.CallAsync("DBSIZE")).Number);
        await client.CallAsync("DEBUG", "SET-ACTIVE-EXPIRE", "1");
        await Poll.UntilAsync(
            async _ => (await client.CallAsync("DBSIZE")).Number == 0, "the expired key is deleted", Cancellation);
    }

    [Fact]
    public async Task Replication_id_changes_when_told_to()
    {
        await using RespClient client = await EngineTarget.ConnectAsync(Cancellation);
        string before = (await client.CallAsync("INFO", "replication")).Text;
        await client.CallAsync("DEBUG", "CHANGE-REPL-ID");
        Assert.NotEqual(before, (await client.CallAsync("INFO", "replication")).Text);
    }

    [Fact]
    public async Task Tables_are_described()
    {
        await using RespClient client = await EngineTarget.ConnectAsync(Cancellation);
        await client.CallAsync("FLUSHALL");
        await client.CallAsync("SET", "k", "v", "EX", "1000");
        Assert.Equal(
            "[Dictionary HT]\nelements: 1, bytes: 64\n[Expires HT]\nelements: 1, bytes: 64\n",
            (await client.CallAsync("DEBUG", "HTSTATS", "0")).Text);
    }

    [Theory]
    [InlineData("no", false)]
    [InlineData("local", true)]
    [InlineData("yes", true)]
    public async Task Debug_is_only_for_those_whom_the_configuration_allows(string setting, bool isAllowed)
    {
        await using EngineServer engine = await EngineServer.StartAsync(
            new EngineOptions { EnableDebugCommand = setting });
        await using var client = new RespClient(engine.Connect());
        await using RespClient remote = await RespClient.ConnectAsync(
            new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, engine.Port), Cancellation);
        Assert.Equal(isAllowed, !(await client.CallAsync("DEBUG", "SLEEP", "0")).IsError);
        Assert.Equal(isAllowed, !(await remote.CallAsync("DEBUG", "SLEEP", "0")).IsError);
    }

    [Fact]
    public async Task Refusal_is_worded_as_redis_words_it()
    {
        await using RedisServerProcess redis =
            await RedisServerProcess.StartAsync(["enable-debug-command no"], Cancellation);
        await using EngineServer engine = await EngineServer.StartAsync(new EngineOptions());
        await using RespClient reference = await redis.ConnectAsync(Cancellation);
        await using var subject = new RespClient(engine.Connect());
        foreach (string[] command in (string[][])[["MULTI"], ["DEBUG", "SLEEP", "0"], ["EXEC"], ["DEBUG"]])
        {
            Assert.Equal(
                (await reference.CallAsync(command)).ToString(), (await subject.CallAsync(command)).ToString());
        }
    }

    /// <summary>A clock whose timers fire at once.</summary>
    private sealed class HurryingClock : TimeProvider
    {
        public ConcurrentQueue<TimeSpan> Waits { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waits.Enqueue(dueTime);
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
