using Patterns.Caching.Backplane;
using Patterns.Caching.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Caching.Tests.Cases;

/// <summary>Processes that miss the same key share one source call. Each cache here stands for a process: they share
/// nothing but Redis.</summary>
public abstract class LeaseCases(RecipeServer server) : CacheCases(server)
{
    [Fact]
    public async Task The_source_is_called_once_per_expiry_however_many_processes_read()
    {
        const int Processes = 8;
        const int ReadersPerProcess = 25;
        RedisCache[] caches = await CreateManyAsync(Processes);
        int calls = 0;
        for (int expiry = 1; expiry <= 3; expiry++)
        {
            int[] values = await Eventually.ResultAsync(Task.WhenAll(
                from cache in caches
                from _ in Enumerable.Range(0, ReadersPerProcess)
                select Task.Run(() => ReadAsync(cache))));
            Assert.All(values, value => Assert.Equal(expiry, value));
            Assert.Equal(expiry, calls);
            await caches[0].RemoveAsync("hot", Cancellation);
        }

        Task<int> ReadAsync(RedisCache cache) => cache.GetOrSetAsync(
            "hot",
            async (_, _) =>
            {
                await Task.Yield();
                return Interlocked.Increment(ref calls);
            },
            cancellationToken: Cancellation).AsTask();
    }

    [Fact]
    public async Task Who_waits_is_woken_and_does_not_poll()
    {
        using var measurements = new Measurements("Patterns.Caching", Prefix);
        RedisCache[] caches = await CreateManyAsync(2);
        var source = new ControlledSource<string>();
        Task<string> filling = source.ReadAsync(caches[0], "k");
        await source.Called;
        var other = new ControlledSource<string>();
        Task<string> waiting = other.ReadAsync(caches[1], "k");
        await WaitsAsync(measurements);

        // The clock stands still, so no poll can be due.
        source.Answer("value");

        Assert.Equal("value", await Eventually.ResultAsync(waiting));
        Assert.Equal("value", await filling);
        Assert.Equal(0, other.Calls);
        Assert.Equal(1, measurements.Count("patterns.cache.wait.duration"));
    }

    [Fact]
    public async Task When_the_source_fails_the_next_process_takes_over_at_once()
    {
        using var measurements = new Measurements("Patterns.Caching", Prefix);
        RedisCache[] caches = await CreateManyAsync(2);
        var failing = new ControlledSource<string>();
        Task<string> filling = failing.ReadAsync(caches[0], "k");
        await failing.Called;
        var other = new ControlledSource<string>();
        Task<string> waiting = other.ReadAsync(caches[1], "k");
        await WaitsAsync(measurements);

        failing.Fail(new TimeZoneNotFoundException());
        await Assert.ThrowsAsync<TimeZoneNotFoundException>(() => filling);
        await Eventually.ResultAsync(other.Called.ContinueWith(_ => true, TaskScheduler.Default));
        other.Answer("value");

        Assert.Equal("value", await Eventually.ResultAsync(waiting));
        Assert.Equal("value", (await caches[0].TryGetAsync<string>("k", Cancellation)).Value);
    }

    [Fact]
    public async Task An_invalidation_wakes_those_who_wait_and_they_read_the_source_anew()
    {
        using var measurements = new Measurements("Patterns.Caching", Prefix);
        RedisCache[] caches = await CreateManyAsync(3);
        var before = new ControlledSource<string>();
        Task<string> filling = before.ReadAsync(caches[0], "k");
        await before.Called;
        var after = new ControlledSource<string>();
        Task<string> waiting = after.ReadAsync(caches[1], "k");
        await WaitsAsync(measurements);

        await caches[2].RemoveAsync("k", Cancellation);
        after.Answer("new");

        Assert.Equal("new", await Eventually.ResultAsync(waiting));
        before.Answer("old");
        Assert.Equal("old", await filling);
        Assert.Equal("new", (await caches[2].TryGetAsync<string>("k", Cancellation)).Value);
    }

    [Fact]
    public async Task When_the_process_that_fills_dies_another_takes_over_after_the_lease()
    {
        RedisCache[] caches = await CreateManyAsync(1, options =>
        {
            // The clock runs faster than Redis here; nobody is to give up meanwhile.
            options.SourceTimeout = TimeSpan.FromHours(1);
            options.RedisTimeout = TimeSpan.FromMinutes(1);
        });
        await HoldLeaseAsync("k", TimeSpan.FromMilliseconds(200));
        var source = new ControlledSource<string>();
        source.Answer("value");

        Task<string> reader = source.ReadAsync(caches[0], "k");

        Assert.Equal("value", await Eventually.ResultAsync(reader, Clock, TimeSpan.FromMilliseconds(10)));
        Assert.Equal("value", (await caches[0].TryGetAsync<string>("k", Cancellation)).Value);
    }

    [Fact]
    public async Task A_lost_wake_up_costs_a_quarter_of_a_second_at_most()
    {
        using var measurements = new Measurements("Patterns.Caching", Prefix);
        RedisCache[] caches = await CreateManyAsync(1);
        RedisCache other = await CreateAsync(options => options.KeyPrefix = Prefix + "other");
        await other.SetAsync("k", "value", cancellationToken: Cancellation);
        await HoldLeaseAsync("k", TimeSpan.FromHours(1));
        var source = new ControlledSource<string>();
        Task<string> waiting = source.ReadAsync(caches[0], "k");
        await WaitsAsync(measurements, leaseCalls: 2);

        // Written as by a program that wakes nobody.
        IDatabase database = await DatabaseAsync();
        RedisValue entry = await database.StringGetAsync($"{Prefix}other:2:e:k");
        await database.StringSetAsync(KeyOf("k"), entry, TimeSpan.FromHours(1));
        Assert.False(waiting.IsCompleted);
        await Clock.AdvanceAsync(TimeSpan.FromMilliseconds(250), Cancellation);

        Assert.Equal("value", await Eventually.ResultAsync(waiting));
        Assert.Equal(0, source.Calls);
    }

    [Fact]
    public async Task The_end_of_a_revoked_wait_takes_nobodys_wake_up_away()
    {
        using var measurements = new Measurements("Patterns.Caching", Prefix);
        RedisCache cache = (await CreateManyAsync(1))[0];
        await HoldLeaseAsync("k", TimeSpan.FromHours(1));
        using var leaves = new CancellationTokenSource();
        var source = new ControlledSource<string>();
        Task<string> revoked = source.ReadUntilAsync(cache, "k", leaves.Token);
        await WaitsAsync(measurements, leaseCalls: 2);

        // As another process says that revokes the flight; nobody is woken.
        var message = new CacheMessage(CacheMessageKind.EntryChanged, 1, 1, "k");
        await (await DatabaseAsync()).PublishAsync(new CacheKeys(Prefix).Channel, message.ToBytes());
        await Eventually.TrueAsync(() => cache.FlightsUnderWay == 0, "the flight was revoked");
        Task<string> waiting = source.ReadAsync(cache, "k");
        await WaitsAsync(measurements, leaseCalls: 4);
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => revoked);
        await Eventually.TrueAsync(
            () => measurements.Count("patterns.cache.wait.duration") == 1, "the revoked flight ended");

        // The clock stands still, so no poll can be due.
        await (await CreateAsync()).SetAsync("k", "value", cancellationToken: Cancellation);
        Assert.Equal("value", await Eventually.ResultAsync(waiting));
        Assert.Equal(0, source.Calls);
    }

    [Fact]
    public async Task Who_has_waited_for_as_long_as_a_source_may_take_asks_it_without_storing()
    {
        using var measurements = new Measurements("Patterns.Caching", Prefix);
        RedisCache[] caches = await CreateManyAsync(1, options => options.SourceTimeout = TimeSpan.FromSeconds(1));
        await HoldLeaseAsync("k", TimeSpan.FromHours(1));
        var source = new ControlledSource<string>();
        source.Answer("value");
        Task<string> waiting = source.ReadAsync(caches[0], "k");

        Assert.Equal("value", await Eventually.ResultAsync(waiting, Clock, TimeSpan.FromMilliseconds(250)));
        Assert.False((await caches[0].TryGetAsync<string>("k", Cancellation)).HasValue);
        Assert.Equal(1, measurements.Sum("patterns.cache.fills", "unavailable"));
    }

    [Fact]
    public async Task A_declined_value_lets_the_next_process_ask()
    {
        using var measurements = new Measurements("Patterns.Caching", Prefix);
        RedisCache[] caches = await CreateManyAsync(2);
        var declined = new TaskCompletionSource();
        Task<int> first = caches[0].GetOrSetAsync(
            "k",
            async (context, _) =>
            {
                context.DoNotStore();
                await declined.Task;
                return 1;
            },
            cancellationToken: Cancellation).AsTask();
        await Eventually.TrueAsync(() => measurements.Sum("patterns.cache.source.calls") == 1, "the first asks");
        Task<int> second = ReadAsync(caches[1], "k", 2);
        await WaitsAsync(measurements);

        declined.SetResult();

        Assert.Equal(1, await first);
        Assert.Equal(2, await Eventually.ResultAsync(second));
    }

    /// <summary>Waits until somebody waits for another process and will be woken: its second attempt at the lease,
    /// which it makes when it has subscribed, has been answered.</summary>
    private async Task WaitsAsync(Measurements measurements, int leaseCalls = 3)
        => await Eventually.TrueAsync(
            async () =>
            {
                RedisValue bytes = await (await DatabaseAsync()).StringGetAsync(KeyOf("k"));
                return bytes.HasValue && (((byte[])bytes!)[2] & 2) != 0
                    && measurements.Count("patterns.cache.redis.duration", "SUBSCRIBE") > 0
                    && measurements.Count("patterns.cache.redis.duration", "lease_entry") >= leaseCalls;
            },
            "somebody waited");

    private async Task<RedisCache[]> CreateManyAsync(int count, Action<RedisCacheOptions>? configure = null)
    {
        var caches = new RedisCache[count];
        for (int i = 0; i < count; i++)
        {
            caches[i] = await CreateAsync(configure);
        }

        return caches;
    }

    /// <summary>Leaves a lease behind as a process does that dies while it fills.</summary>
    private async Task HoldLeaseAsync(string name, TimeSpan length)
    {
        RedisResult reply = await (await DatabaseAsync()).ScriptEvaluateAsync(
            Leases.CacheScripts.Lease.Text,
            [KeyOf(name)],
            ["deadbeef", "", 0, (long)length.TotalMilliseconds, (long)TimeSpan.FromHours(1).TotalMilliseconds, 0]);
        Assert.Equal("fill", (string?)reply[0]);
    }
}
