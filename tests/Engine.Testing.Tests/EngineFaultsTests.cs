using Redis.Fixtures;
using Redis.Fixtures.Resp;
using StackExchange.Redis;

namespace Engine.Testing.Tests;

public sealed class EngineFaultsTests : IAsyncLifetime
{
    private TestEngine _engine = null!;
    private ConnectionMultiplexer _client = null!;
    private ConnectionMultiplexer _other = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IDatabase Database => _client.GetDatabase();

    private IDatabase Other => _other.GetDatabase();

    public async ValueTask InitializeAsync()
    {
        _engine = await TestEngine.StartAsync();
        _client = await _engine.ConnectAsync(options => options.ClientName = "one");
        _other = await _engine.ConnectAsync(options => options.ClientName = "other");
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _other.DisposeAsync();
        await _engine.DisposeAsync();
    }

    [Fact]
    public async Task Held_request_is_run_when_the_fault_ends_and_not_before()
    {
        Fault fault = _engine.Faults.HoldRequests(new FaultScope { Command = "set", ClientName = "one" });
        Task<bool> set = Database.StringSetAsync("k", "v");
        Task<RedisValue> behind = Database.StringGetAsync("k");
        await fault.CaughtAsync().WaitAsync(Cancellation);

        Assert.False(await Other.KeyExistsAsync("k"));
        Assert.False(set.IsCompleted);
        await fault.DisposeAsync();

        Assert.True(await set);
        Assert.Equal("v", await behind);
    }

    [Fact]
    public async Task Delayed_request_is_run_when_its_time_has_come()
    {
        await using Fault fault =
            _engine.Faults.DelayRequests(TimeSpan.FromSeconds(3), new FaultScope { Command = "SET" });
        Task<bool> set = Database.StringSetAsync("k", "v");
        await fault.CaughtAsync().WaitAsync(Cancellation);

        await _engine.Time.AdvanceAsync(TimeSpan.FromSeconds(2), Cancellation);
        Assert.False(await Other.KeyExistsAsync("k"));
        await _engine.Time.AdvanceAsync(TimeSpan.FromSeconds(1), Cancellation);

        Assert.True(await set);
        Assert.True(await Other.KeyExistsAsync("k"));
    }

    [Fact]
    public async Task Dropped_request_is_never_run()
    {
        await using Fault fault = _engine.Faults.DropRequests(new FaultScope { Argument = "lost", Times = 1 });
        _ = Database.StringSetAsync("lost", "v", flags: CommandFlags.FireAndForget);
        await fault.CaughtAsync().WaitAsync(Cancellation);

        Assert.False(await Other.KeyExistsAsync("lost"));
    }

    [Fact]
    public async Task Request_whose_reply_is_held_has_been_run()
    {
        Fault fault = _engine.Faults.HoldReplies(new FaultScope { Command = "INCR" });
        Task<long> increment = Database.StringIncrementAsync("n");
        await fault.CaughtAsync().WaitAsync(Cancellation);

        Assert.Equal(1, (long)await Other.StringGetAsync("n"));
        Assert.False(increment.IsCompleted);
        await fault.DisposeAsync();

        Assert.Equal(1, await increment);
    }

    [Fact]
    public async Task Delayed_reply_comes_when_its_time_has_come()
    {
        await using Fault fault =
            _engine.Faults.DelayReplies(TimeSpan.FromSeconds(5), new FaultScope { Command = "INCR" });
        Task<long> increment = Database.StringIncrementAsync("n");
        await fault.CaughtAsync().WaitAsync(Cancellation);

        await _engine.Time.AdvanceAsync(TimeSpan.FromSeconds(4), Cancellation);
        Assert.False(increment.IsCompleted);
        await _engine.Time.AdvanceAsync(TimeSpan.FromSeconds(1), Cancellation);

        Assert.Equal(1, await increment);
    }

    [Fact]
    public async Task Each_delayed_reply_has_its_own_time()
    {
        await using Fault fault =
            _engine.Faults.DelayReplies(TimeSpan.FromSeconds(5), new FaultScope { Command = "INCR" });
        await using var client = new RespClient(_engine.Server.Connect());
        await client.SendAsync("INCR", "n");
        await fault.CaughtAsync().WaitAsync(Cancellation);
        await _engine.Time.AdvanceAsync(TimeSpan.FromSeconds(4), Cancellation);
        await client.SendAsync("INCR", "n");
        await fault.CaughtAsync(2).WaitAsync(Cancellation);

        await _engine.Time.AdvanceAsync(TimeSpan.FromSeconds(1), Cancellation);
        Assert.Equal("1", (await client.ReadAsync(Cancellation)).Text);
        Task<RespValue> second = client.ReadAsync(Cancellation);
        await _engine.Time.AdvanceAsync(TimeSpan.FromSeconds(3), Cancellation);
        Assert.False(second.IsCompleted);
        await _engine.Time.AdvanceAsync(TimeSpan.FromSeconds(1), Cancellation);
        Assert.Equal("2", (await second).Text);
    }

    [Fact]
    public async Task What_two_faults_hold_goes_on_when_both_have_ended()
    {
        var scope = new FaultScope { Command = "INCR" };
        Fault one = _engine.Faults.HoldReplies(scope);
        Fault two = _engine.Faults.HoldReplies(scope);
        await using var client = new RespClient(_engine.Server.Connect());
        await client.SendAsync("INCR", "n");
        await one.CaughtAsync().WaitAsync(Cancellation);
        await two.CaughtAsync().WaitAsync(Cancellation);

        Task<RespValue> reply = client.ReadAsync(Cancellation);
        await one.DisposeAsync();
        await _engine.Time.AdvanceAsync(TimeSpan.FromSeconds(1), Cancellation);
        Assert.False(reply.IsCompleted);
        await two.DisposeAsync();
        Assert.Equal("1", (await reply).Text);
    }

    [Theory]
    [InlineData("RPUSH q job")]
    [InlineData("CLIENT UNBLOCK {id}")]
    [InlineData("CLIENT UNBLOCK {id} ERROR")]
    [InlineData("")]
    public async Task Fault_of_replies_catches_a_command_that_waits_when_it_is_answered(string cause)
    {
        await using Fault fault = _engine.Faults.DropReplies(new FaultScope { Command = "BLPOP" });
        await using var waiting = new RespClient(_engine.Server.Connect());
        await using var client = new RespClient(_engine.Server.Connect());
        string id = (await waiting.CallAsync("CLIENT", "ID")).Text;
        await waiting.SendAsync("BLPOP", "q", "10");
        await Poll.UntilAsync(
            async _ => (await client.CallAsync("INFO", "clients")).Text.Contains("blocked_clients:1"),
            "the client waits",
            Cancellation);
        Task caught = fault.CaughtAsync();
        Assert.False(caught.IsCompleted);

        if (cause.Length == 0)
            await _engine.Time.AdvanceAsync(TimeSpan.FromSeconds(11), Cancellation);
        else
            Assert.False((await client.CallAsync(cause.Replace("{id}", id).Split(' '))).IsError);
        await caught.WaitAsync(Cancellation);
        await client.CallAsync("RPUSH", "q", "later");
        Assert.Equal("1", (await client.CallAsync("LLEN", "q")).Text);

        // The lost reply would come before this one.
        Assert.Equal("PONG", (await waiting.CallAsync("PING")).Text);
    }

    [Fact]
    public async Task Command_that_waits_is_cut_off_when_it_has_been_served()
    {
        await using Fault fault = _engine.Faults.CutBeforeReplies(new FaultScope { Command = "BLPOP" });
        await using var waiting = new RespClient(_engine.Server.Connect());
        await using var client = new RespClient(_engine.Server.Connect());
        await waiting.SendAsync("BLPOP", "q", "0");
        await Poll.UntilAsync(
            async _ => (await client.CallAsync("INFO", "clients")).Text.Contains("blocked_clients:1"),
            "the client waits",
            Cancellation);
        await client.CallAsync("RPUSH", "q", "job");

        await Assert.ThrowsAnyAsync<IOException>(() => waiting.ReadAsync(Cancellation));
        Assert.Equal("0", (await client.CallAsync("LLEN", "q")).Text);
    }

    [Fact]
    public async Task Request_whose_connection_is_cut_before_its_reply_has_been_run()
    {
        await using Fault fault = _engine.Faults.CutBeforeReplies(new FaultScope { Command = "INCR", Times = 1 });

        await Assert.ThrowsAnyAsync<RedisException>(() => Database.StringIncrementAsync("n"));

        Assert.Equal(1, (long)await Other.StringGetAsync("n"));
    }

    [Fact]
    public async Task Request_that_is_cut_off_has_not_been_run()
    {
        await using Fault fault = _engine.Faults.CutBeforeRequests(new FaultScope { Command = "INCR", Times = 1 });

        await Assert.ThrowsAnyAsync<RedisException>(() => Database.StringIncrementAsync("n"));

        Assert.False(await Other.KeyExistsAsync("n"));
    }

    [Fact]
    public async Task Parted_client_gets_through_when_the_network_heals()
    {
        Fault partition = await _engine.Faults.PartitionAsync("one");
        Task<bool> set = Database.StringSetAsync("k", "v");
        await partition.CaughtAsync().WaitAsync(Cancellation);

        Assert.True(await Other.StringSetAsync("other", "v"));
        Assert.False(await Other.KeyExistsAsync("k"));
        await partition.DisposeAsync();

        Assert.True(await set);
    }

    [Fact]
    public async Task Paused_engine_answers_nobody_until_it_resumes()
    {
        IDisposable pause = await _engine.Faults.PauseEngineAsync();
        Task<bool> set = Database.StringSetAsync("k", "v", TimeSpan.FromSeconds(10));
        await _engine.Time.AdvanceAsync(TimeSpan.FromSeconds(30), Cancellation);
        Assert.False(set.IsCompleted);

        pause.Dispose();

        // The request arrived before the pause ended, and is run after it: its ten seconds count from then.
        Assert.True(await set);
        Assert.Equal(TimeSpan.FromSeconds(10), await Database.KeyTimeToLiveAsync("k"));
    }
}
