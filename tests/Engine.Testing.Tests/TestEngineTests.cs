using StackExchange.Redis;

namespace Engine.Testing.Tests;

public sealed class TestEngineTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Five_minutes_pass_at_once_and_keys_expire()
    {
        await using TestEngine engine = await TestEngine.StartAsync();
        await using ConnectionMultiplexer client = await engine.ConnectAsync();
        IDatabase database = client.GetDatabase();
        await database.StringSetAsync("short", "v", TimeSpan.FromMinutes(5));
        await database.StringSetAsync("long", "v", TimeSpan.FromMinutes(6));

        await engine.Time.AdvanceAsync(TimeSpan.FromMinutes(5) - TimeSpan.FromMilliseconds(1), Cancellation);
        Assert.True(await database.KeyExistsAsync("short"));
        await engine.Time.AdvanceAsync(TimeSpan.FromMilliseconds(2), Cancellation);

        Assert.False(await database.KeyExistsAsync("short"));
        Assert.Equal(TimeSpan.FromMinutes(1) - TimeSpan.FromMilliseconds(1), await database.KeyTimeToLiveAsync("long"));
    }

    [Fact]
    public async Task Advance_returns_when_the_engine_has_deleted_what_expired()
    {
        await using TestEngine engine = await TestEngine.StartAsync();
        await using ConnectionMultiplexer client = await engine.ConnectAsync();
        IDatabase database = client.GetDatabase();
        for (int i = 0; i < 1000; i++)
            await database.StringSetAsync($"key:{i}", "v", TimeSpan.FromSeconds(i % 2 == 0 ? 10 : 20));

        await engine.Time.AdvanceAsync(TimeSpan.FromSeconds(11), Cancellation);

        // DBSIZE counts keys that have expired and have not been deleted: there is none.
        Assert.Equal(500, (long)await database.ExecuteAsync("DBSIZE"));
    }

    [Fact]
    public async Task Engines_share_a_clock_and_each_may_be_out_of_step()
    {
        var time = new VirtualTimeProvider();
        await using TestEngine right = await TestEngine.StartAsync(clock: time);
        await using TestEngine ahead =
            await TestEngine.StartAsync(clock: new SkewedTimeProvider(time) { Offset = TimeSpan.FromMinutes(1) });
        await using ConnectionMultiplexer rightClient = await right.ConnectAsync();
        await using ConnectionMultiplexer aheadClient = await ahead.ConnectAsync();

        await time.AdvanceAsync(TimeSpan.FromHours(1), Cancellation);

        DateTime rightTime = await rightClient.GetServers()[0].TimeAsync();
        DateTime aheadTime = await aheadClient.GetServers()[0].TimeAsync();
        Assert.Equal(TimeSpan.FromMinutes(1), aheadTime - rightTime);
        Assert.Equal(time.GetUtcNow().UtcDateTime, rightTime);
    }

    [Fact]
    public async Task Sixty_four_megabytes_travel_both_ways_within_the_process()
    {
        await using TestEngine engine = await TestEngine.StartAsync();
        await using ConnectionMultiplexer client = await engine.ConnectAsync(options => options.AsyncTimeout = 60_000);
        byte[] value = new byte[64 * 1024 * 1024];
        new Random(1).NextBytes(value);

        await client.GetDatabase().StringSetAsync("large", value);
        byte[]? read = await client.GetDatabase().StringGetAsync("large");

        Assert.True(value.AsSpan().SequenceEqual(read));
    }

    [Fact]
    public async Task Engine_that_ended_refuses_connections()
    {
        TestEngine engine = await TestEngine.StartAsync();
        await engine.DisposeAsync();

        Assert.Throws<ObjectDisposedException>(engine.Server.Connect);
    }

    [Fact]
    public async Task Fault_may_outlive_its_engine()
    {
        TestEngine engine = await TestEngine.StartAsync();
        Fault fault = engine.Faults.DropRequests();
        await engine.DisposeAsync();

        await fault.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        await engine.Time.AdvanceAsync(TimeSpan.FromMinutes(1), Cancellation);
    }

    [Fact]
    public async Task Clock_of_the_tests_own_is_named_when_it_is_not_the_one_to_move()
    {
        await using TestEngine engine = await TestEngine.StartAsync(clock: TimeProvider.System);
        var refusal = Assert.Throws<InvalidOperationException>(() => engine.Time);
        Assert.Contains("SystemTimeProvider", refusal.Message, StringComparison.Ordinal);
    }
}
