using Patterns.Caching.Tests.Support;

namespace Patterns.Caching.Tests.Cases;

/// <summary>Callers of one process that miss the same key share one source call.</summary>
public abstract class SingleFlightCases(RecipeServer server) : CacheCases(server)
{
    private const int Readers = 200;

    [Fact]
    public async Task The_source_is_called_once_per_expiry_however_many_read()
    {
        using var measurements = new Measurements("Patterns.Caching", Prefix);
        RedisCache cache = await CreateAsync();
        int calls = 0;
        for (int expiry = 1; expiry <= 5; expiry++)
        {
            int[] values = await Task.WhenAll(Enumerable.Range(0, Readers).Select(_ => Task.Run(ReadAsync)));
            Assert.All(values, value => Assert.Equal(expiry, value));
            Assert.Equal(expiry, calls);
            await ExpireAsync("hot");
        }

        Assert.Equal(5, measurements.Sum("patterns.cache.source.calls"));
        Assert.Equal(0, cache.FlightsUnderWay);

        Task<int> ReadAsync() => cache.GetOrSetAsync(
            "hot",
            async (_, _) =>
            {
                await Task.Yield();
                return Interlocked.Increment(ref calls);
            },
            cancellationToken: Cancellation).AsTask();
    }

    [Fact]
    public async Task Callers_that_join_get_the_same_instance()
    {
        using var measurements = new Measurements("Patterns.Caching", Prefix);
        RedisCache cache = await CreateAsync();
        var source = new ControlledSource<object>();
        Task<object>[] readers = [.. Enumerable.Range(0, Readers).Select(_ => source.ReadAsync(cache, "k"))];
        await Eventually.TrueAsync(() => measurements.Sum("patterns.cache.joins") == Readers - 1, "all others joined");

        var value = new { Id = 1 };
        source.Answer(value);

        Assert.All(await Task.WhenAll(readers), read => Assert.Same(value, read));
        Assert.Equal(1, source.Calls);
    }

    [Fact]
    public async Task A_reader_that_missed_before_a_fill_and_comes_after_it_takes_the_filled_value()
    {
        var replies = new ReplyGate();
        RedisCache cache = await CreateAsync(options => options.RedisPipeline = replies.Pipeline);
        (Task missed, Action release) = replies.HoldNext();
        var late = new ControlledSource<string>();
        Task<string> lateReader = late.ReadAsync(cache, "k");
        await missed;

        await ReadAsync(cache, "k", "filled");
        release();

        Assert.Equal("filled", await lateReader);
        Assert.Equal(0, late.Calls);
    }

    [Fact]
    public async Task A_caller_that_leaves_does_not_take_the_others_along()
    {
        using var measurements = new Measurements("Patterns.Caching", Prefix);
        RedisCache cache = await CreateAsync();
        var source = new ControlledSource<string>();
        using var leaves = new CancellationTokenSource();
        Task<string> first = source.ReadUntilAsync(cache, "k", leaves.Token);
        await source.Called;
        Task<string> second = source.ReadAsync(cache, "k");
        await Eventually.TrueAsync(() => measurements.Sum("patterns.cache.joins") == 1, "the second joined");

        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.False(source.Token.IsCancellationRequested);
        source.Answer("value");

        Assert.Equal("value", await second);
        Assert.Equal("value", (await cache.TryGetAsync<string>("k", Cancellation)).Value);
    }

    [Fact]
    public async Task The_source_call_is_cancelled_when_the_last_caller_leaves_and_the_next_one_starts_anew()
    {
        RedisCache cache = await CreateAsync();
        var abandoned = new ControlledSource<string>();
        using var leaves = new CancellationTokenSource();
        CancellationToken token = leaves.Token;
        Task<string>[] callers = [.. Enumerable.Range(0, 3).Select(_ => abandoned.ReadUntilAsync(cache, "k", token))];
        await abandoned.Called;

        await leaves.CancelAsync();
        foreach (Task<string> caller in callers)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => caller);
        }

        string value = await ReadAsync(cache, "k", "new");
        await Eventually.TrueAsync(() => abandoned.Token.IsCancellationRequested, "the abandoned call was cancelled");
        abandoned.Answer("old");
        await Eventually.TrueAsync(() => cache.FlightsUnderWay == 0, "no flight was left");

        Assert.Equal("new", value);
        Assert.Equal("new", (await cache.TryGetAsync<string>("k", Cancellation)).Value);
    }

    [Fact]
    public async Task A_failure_reaches_every_waiting_caller_and_is_not_cached()
    {
        using var measurements = new Measurements("Patterns.Caching", Prefix);
        RedisCache cache = await CreateAsync();
        var source = new ControlledSource<string>();
        Task<string>[] callers = [.. Enumerable.Range(0, 3).Select(_ => source.ReadAsync(cache, "k"))];
        await Eventually.TrueAsync(() => measurements.Sum("patterns.cache.joins") == 2, "the others joined");
        source.Fail(new TimeZoneNotFoundException("no such row"));

        foreach (Task<string> caller in callers)
        {
            await Assert.ThrowsAsync<TimeZoneNotFoundException>(() => caller);
        }

        Assert.Equal(0, cache.FlightsUnderWay);
        Assert.Equal(1, measurements.Sum("patterns.cache.source.failures", "exception"));
        Assert.Equal("fine", await ReadAsync(cache, "k", "fine"));
    }

    [Fact]
    public async Task A_factory_that_throws_before_it_is_asynchronous_fails_the_same_way()
    {
        RedisCache cache = await CreateAsync();
        await Assert.ThrowsAsync<TimeZoneNotFoundException>(
            async () => await cache.GetOrSetAsync<int>(
                "k", (_, _) => throw new TimeZoneNotFoundException(), null, cancellationToken: Cancellation));
        Assert.Equal(0, cache.FlightsUnderWay);
    }

    [Fact]
    public async Task What_a_factory_starts_does_not_keep_its_value_in_memory()
    {
        RedisCache cache = await CreateAsync();
        ExecutionContext? started = null;
        WeakReference value = await FillAsync();

        await Eventually.TrueAsync(
            () =>
            {
                GC.Collect();
                return !value.IsAlive;
            },
            "the value was collected");
        GC.KeepAlive(started);

        async Task<WeakReference> FillAsync() => new(await cache.GetOrSetAsync(
            "k",
            (_, _) =>
            {
                // As a timer or a loop would that the factory starts and leaves running.
                started = ExecutionContext.Capture();
                return ValueTask.FromResult(new object());
            },
            cancellationToken: Cancellation));
    }

    [Fact]
    public async Task Different_keys_do_not_wait_for_each_other()
    {
        RedisCache cache = await CreateAsync();
        var slow = new ControlledSource<string>();
        Task<string> waiting = slow.ReadAsync(cache, "slow");
        await slow.Called;

        Assert.Equal("fast", await ReadAsync(cache, "fast", "fast"));
        Assert.False(waiting.IsCompleted);
        slow.Answer("slow");
        Assert.Equal("slow", await waiting);
    }

    [Fact]
    public async Task A_reader_of_another_type_waits_and_reads_what_was_stored()
    {
        RedisCache cache = await CreateAsync();
        var source = new ControlledSource<int>();
        Task<int> first = source.ReadAsync(cache, "k");
        await source.Called;
        var other = new ControlledSource<long>();
        Task<long> second = other.ReadAsync(cache, "k");

        source.Answer(5);

        Assert.Equal(5, await first);
        Assert.Equal(5L, await second);
        Assert.Equal(0, other.Calls);
    }

    [Fact]
    public async Task A_factory_that_asks_for_its_own_key_is_refused_instead_of_waiting_for_ever()
    {
        RedisCache cache = await CreateAsync();
        Task<int> outer = cache.GetOrSetAsync(
            "outer",
            async (_, token) => await cache.GetOrSetAsync(
                "inner", async (_, _) => await ReadAsync(cache, "outer", 1), cancellationToken: token),
            cancellationToken: Cancellation).AsTask();

        InvalidOperationException error =
            await Assert.ThrowsAsync<InvalidOperationException>(() => Eventually.ResultAsync(outer));

        Assert.Contains("'outer'", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, cache.FlightsUnderWay);
    }
}
