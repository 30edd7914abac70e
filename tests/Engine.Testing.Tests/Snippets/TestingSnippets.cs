using StackExchange.Redis;

namespace Engine.Testing.Tests.Snippets;

/// <summary>The code of docs/engine/testing.md, which runs as it stands there.</summary>
public sealed class TestingSnippets
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Share_one_clock()
    {
        #region clock
        var clock = new VirtualTimeProvider();
        await using var one = await TestEngine.StartAsync(clock: clock);
        await using var other = await TestEngine.StartAsync(clock: clock);
        var leases = new LeaseTable(clock);                // the code under test takes a TimeProvider

        leases.Take("job", TimeSpan.FromSeconds(30));
        await clock.AdvanceAsync(TimeSpan.FromSeconds(31), Cancellation);
        #endregion

        Assert.False(leases.Holds("job"));
    }

    [Fact]
    public async Task Put_a_clock_out_of_step()
    {
        #region skew
        var clock = new VirtualTimeProvider();
        var ahead = new SkewedTimeProvider(clock) { Offset = TimeSpan.FromSeconds(5) };
        await using var engine = await TestEngine.StartAsync(clock: ahead);
        await using var redis = await engine.ConnectAsync();

        DateTime time = await redis.GetServers()[0].TimeAsync();
        #endregion

        Assert.Equal(clock.GetUtcNow().AddSeconds(5).UtcDateTime, time);
    }

    [Fact]
    public async Task Lose_a_reply()
    {
        await using var engine = await TestEngine.StartAsync();

        #region faults
        await using var worker = await engine.ConnectAsync(options => options.ClientName = "worker");
        await using var bystander = await engine.ConnectAsync();

        // The worker's next INCR is run, and its connection ends before the reply: the worker cannot know.
        var scope = new FaultScope { ClientName = "worker", Command = "INCR", Times = 1 };
        await using (engine.Faults.CutBeforeReplies(scope))
        {
            await Assert.ThrowsAnyAsync<RedisException>(() => worker.GetDatabase().StringIncrementAsync("jobs"));
        }

        Assert.Equal(1, (long)await bystander.GetDatabase().StringGetAsync("jobs"));
        #endregion
    }

    [Fact]
    public async Task Decide_an_interleaving()
    {
        await using var engine = await TestEngine.StartAsync();
        await using var redis = await engine.ConnectAsync();
        await using var other = await engine.ConnectAsync(options => options.ClientName = "other");

        #region hold
        Fault held = engine.Faults.HoldRequests(new FaultScope { ClientName = "other", Command = "SET" });
        Task<bool> late = other.GetDatabase().StringSetAsync("k", "late");
        await held.CaughtAsync();                          // it has arrived, and waits

        await redis.GetDatabase().StringSetAsync("k", "early");
        await held.DisposeAsync();                         // now it runs
        await late;
        #endregion

        Assert.Equal("late", await redis.GetDatabase().StringGetAsync("k"));
    }

    private sealed class LeaseTable(TimeProvider clock)
    {
        private readonly Dictionary<string, DateTimeOffset> _ends = [];

        public void Take(string name, TimeSpan duration) => _ends[name] = clock.GetUtcNow() + duration;

        public bool Holds(string name) => clock.GetUtcNow() < _ends[name];
    }

    #region fixture
    public sealed class CounterTests(TestEngineFixture redis) : IClassFixture<TestEngineFixture>
    {
        [Fact]
        public async Task Counter_starts_anew_after_a_day()
        {
            IDatabase database = redis.Connection.GetDatabase();
            await database.StringSetAsync("visits", 41, TimeSpan.FromDays(1));
            await redis.Engine.Time.AdvanceAsync(TimeSpan.FromHours(25), TestContext.Current.CancellationToken);

            Assert.Equal(1, await database.StringIncrementAsync("visits"));
        }
    }
    #endregion
}
