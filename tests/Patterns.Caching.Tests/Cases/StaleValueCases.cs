using Patterns.Caching.Tests.Support;

namespace Patterns.Caching.Tests.Cases;

/// <summary>Values whose time is over stand in for a source that fails or is slow.</summary>
public abstract class StaleValueCases(RecipeServer server) : CacheCases(server)
{
    private static readonly CacheEntryOptions _stale = new() { StaleFor = TimeSpan.FromHours(1) };

    [Fact]
    public async Task A_stale_value_is_served_when_the_source_fails_which_is_then_left_alone_for_a_while()
    {
        using var measurements = new Measurements("Patterns.Caching", Prefix);
        RedisCache cache = await CreateStaleAsync(
            "k", options => options.StaleRetryDelay = TimeSpan.FromMilliseconds(300));
        Assert.Equal(CacheReadOutcome.Miss, (await cache.TryGetAsync<string>("k", Cancellation)).Outcome);
        int calls = 0;

        Assert.Equal("old", await ReadFailingAsync());
        Assert.Equal("old", await ReadFailingAsync());
        Assert.Equal(1, calls);
        Assert.Equal(2, measurements.Sum("patterns.cache.stale", "failed"));
        Assert.Single(Logger[1007]);

        await Eventually.TrueAsync(
            async () =>
            {
                await Clock.AdvanceAsync(TimeSpan.FromMilliseconds(100), Cancellation);
                await ReadFailingAsync();
                return calls > 1;
            },
            "the source was asked again");
        Assert.Single(Logger[1007]);

        Task<string> ReadFailingAsync() => cache.GetOrSetAsync<string>(
            "k",
            (context, _) =>
            {
                Assert.Equal(CacheReadOutcome.Stale, context.Reason);
                calls++;
                throw new TimeZoneNotFoundException();
            },
            _stale,
            cancellationToken: Cancellation).AsTask();
    }

    [Fact]
    public async Task A_source_that_answers_replaces_the_stale_value()
    {
        RedisCache cache = await CreateStaleAsync("k");
        Assert.Equal("new", await ReadAsync(cache, "k", "new"));
        Assert.Equal("new", (await cache.TryGetAsync<string>("k", Cancellation)).Value);
    }

    [Fact]
    public async Task After_the_soft_timeout_the_stale_value_is_served_and_the_source_call_goes_on()
    {
        using var measurements = new Measurements("Patterns.Caching", Prefix);
        RedisCache cache = await CreateStaleAsync(
            "k", options => options.SourceSoftTimeout = TimeSpan.FromMilliseconds(100));
        var source = new ControlledSource<string>();
        Task<string>[] readers = [.. Enumerable.Range(0, 3).Select(_ => source.ReadAsync(cache, "k"))];
        await source.Called;
        await Eventually.TrueAsync(() => measurements.Sum("patterns.cache.joins") == 2, "the others joined");

        await Clock.AdvanceAsync(TimeSpan.FromMilliseconds(100), Cancellation);

        Assert.All(await Eventually.ResultAsync(Task.WhenAll(readers)), value => Assert.Equal("old", value));
        Assert.Equal(3, measurements.Sum("patterns.cache.stale", "slow"));
        Assert.False(source.Token.IsCancellationRequested);
        source.Answer("new");
        await Eventually.TrueAsync(
            async () => (await cache.TryGetAsync<string>("k", Cancellation)).HasValue, "the new value was stored");
        Assert.Equal("new", (await cache.TryGetAsync<string>("k", Cancellation)).Value);
        Assert.Equal(1, source.Calls);
    }

    [Fact]
    public async Task With_a_soft_timeout_of_zero_nobody_waits_for_the_source()
    {
        RedisCache cache = await CreateStaleAsync("k", options => options.SourceSoftTimeout = TimeSpan.Zero);
        var source = new ControlledSource<string>();

        Assert.Equal("old", await Eventually.ResultAsync(source.ReadAsync(cache, "k")));
        source.Answer("new");
        await Eventually.TrueAsync(() => cache.FlightsUnderWay == 0, "the source call ended");
        Assert.Equal("new", (await cache.TryGetAsync<string>("k", Cancellation)).Value);
    }

    [Fact]
    public async Task The_hard_timeout_ends_the_source_call_and_the_stale_value_is_served()
    {
        RedisCache cache = await CreateStaleAsync("k", options => options.SourceTimeout = TimeSpan.FromSeconds(1));
        var source = new ControlledSource<string>();
        Task<string> reader = source.ReadAsync(cache, "k");
        await source.Called;

        await Clock.AdvanceAsync(TimeSpan.FromSeconds(1), Cancellation);

        Assert.Equal("old", await Eventually.ResultAsync(reader));
        Assert.True(source.Token.IsCancellationRequested);
    }

    [Fact]
    public async Task A_caller_that_leaves_is_not_given_a_stale_value()
    {
        RedisCache cache = await CreateStaleAsync("k");
        var source = new ControlledSource<string>();
        using var leaves = new CancellationTokenSource();
        Task<string> reader = source.ReadUntilAsync(cache, "k", leaves.Token);
        await source.Called;

        await leaves.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reader);
        await Eventually.TrueAsync(() => source.Token.IsCancellationRequested, "the source call was cancelled");
        Assert.Equal("new", await Eventually.ResultAsync(ReadAsync(cache, "k", "new")));
    }

    [Fact]
    public async Task What_was_removed_is_never_served()
    {
        RedisCache cache = await CreateStaleAsync("k");
        await cache.RemoveAsync("k", Cancellation);
        await Assert.ThrowsAsync<TimeZoneNotFoundException>(async () => await cache.GetOrSetAsync<string>(
            "k", (_, _) => throw new TimeZoneNotFoundException(), _stale, cancellationToken: Cancellation));
    }

    [Fact]
    public async Task A_null_is_never_served_stale()
    {
        RedisCache cache = await CreateAsync();
        await cache.SetAsync("k", (string?)null, _stale, cancellationToken: Cancellation);
        await cache.ExpireAsync("k", Cancellation);
        await Assert.ThrowsAsync<TimeZoneNotFoundException>(async () => await cache.GetOrSetAsync<string?>(
            "k", (_, _) => throw new TimeZoneNotFoundException(), _stale, cancellationToken: Cancellation));
    }

    [Fact]
    public async Task A_process_that_waits_takes_the_stale_value_when_the_other_fails()
    {
        using var measurements = new Measurements("Patterns.Caching", Prefix);
        RedisCache first = await CreateStaleAsync("k");
        RedisCache second = await CreateAsync();
        var failing = new ControlledSource<string>();
        Task<string> filling = failing.ReadAsync(first, "k");
        await failing.Called;
        var other = new ControlledSource<string>();
        Task<string> waiting = other.ReadAsync(second, "k");
        await Eventually.TrueAsync(
            () => measurements.Count("patterns.cache.redis.duration", "lease_entry") >= 3,
            "the second waited");

        failing.Fail(new TimeZoneNotFoundException());

        Assert.Equal("old", await Eventually.ResultAsync(filling));
        Assert.Equal("old", await Eventually.ResultAsync(waiting));
        Assert.Equal(0, other.Calls);
    }

    /// <summary>A cache with an entry whose time is over.</summary>
    private async Task<RedisCache> CreateStaleAsync(string name, Action<RedisCacheOptions>? configure = null)
    {
        RedisCache cache = await CreateAsync(configure);
        await cache.SetAsync(name, "old", _stale, cancellationToken: Cancellation);
        await cache.ExpireAsync(name, Cancellation);
        return cache;
    }
}
