using Patterns.Caching.Tests.Support;

namespace Patterns.Caching.Tests.Cases;

/// <summary>Reading, storing and removing one entry at a time.</summary>
public abstract class CacheAsideCases(RecipeServer server) : CacheCases(server)
{
    [Fact]
    public async Task A_miss_calls_the_source_and_a_hit_does_not()
    {
        RedisCache cache = await CreateAsync();
        int calls = 0;
        for (int read = 0; read < 3; read++)
        {
            Product product = await cache.GetOrSetAsync("p", (_, _) => LoadAsync(), cancellationToken: Cancellation);
            Assert.Equal(new Product(7, "kettle"), product);
        }

        Assert.Equal(1, calls);

        ValueTask<Product> LoadAsync()
        {
            calls++;
            return ValueTask.FromResult(new Product(7, "kettle"));
        }
    }

    [Fact]
    public async Task A_hit_is_one_round_trip_a_miss_three_a_set_and_a_removal_one()
    {
        RedisCache cache = await CreateAsync();
        await WarmScriptsAsync(cache);
        CommandLog log = await LogCommandsAsync();

        // GET and PTTL are sent together.
        await ReadAsync(cache, "k", 1);
        Assert.Equal("GET PTTL EVALSHA EVALSHA", log.Take());
        await ReadAsync(cache, "k", 2);
        Assert.Equal("GET PTTL", log.Take());
        await cache.TryGetAsync<int>("k", Cancellation);
        Assert.Equal("GET PTTL", log.Take());
        await cache.SetAsync("k", 3, cancellationToken: Cancellation);
        Assert.Equal("EVALSHA", log.Take());
        await cache.ExpireAsync("k", Cancellation);
        Assert.Equal("EVALSHA", log.Take());
        await cache.RemoveAsync("k", Cancellation);
        Assert.Equal("EVALSHA", log.Take());
    }

    [Fact]
    public async Task A_caller_gets_the_state_it_handed_in()
    {
        RedisCache cache = await CreateAsync();
        string value = await cache.GetOrSetAsync(
            "k", 42, static (id, context, _)
                => ValueTask.FromResult($"{context.Key} {id}"), null, cancellationToken: Cancellation);
        Assert.Equal("k 42", value);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    public async Task Entries_expire_after_the_time_to_live_within_the_jitter(double jitter)
    {
        RedisCache cache = await CreateAsync(options =>
        {
            options.TimeToLive = TimeSpan.FromHours(1);
            options.Jitter = jitter;
        });

        // A minute of allowance below, because time passes between the write and the look.
        TimeSpan least = TimeSpan.FromHours(1 - jitter) - TimeSpan.FromMinutes(1);
        for (int entry = 0; entry < 20; entry++)
        {
            await cache.GetOrSetAsync($"k{entry}", (_, _) => ValueTask.FromResult(1), cancellationToken: Cancellation);
            TimeSpan left = await TimeLeftAsync($"k{entry}");
            Assert.InRange(left, least, TimeSpan.FromHours(1 + jitter));
        }
    }

    [Fact]
    public async Task The_options_of_a_call_win_over_those_of_the_cache_and_the_factory_over_both()
    {
        RedisCache cache = await CreateAsync();
        var options = new CacheEntryOptions { TimeToLive = TimeSpan.FromDays(2), Jitter = 0 };

        await cache.GetOrSetAsync("call", (_, _) => ValueTask.FromResult(1), options, cancellationToken: Cancellation);
        await cache.SetAsync("set", 1, options, cancellationToken: Cancellation);
        await cache.GetOrSetAsync(
            "factory",
            (context, _) =>
            {
                Assert.Equal(TimeSpan.FromDays(2), context.TimeToLive);
                context.TimeToLive = TimeSpan.FromDays(9);
                return ValueTask.FromResult(1);
            },
            options,
            cancellationToken: Cancellation);

        Assert.Equal(2, Math.Ceiling((await TimeLeftAsync("call")).TotalDays));
        Assert.Equal(2, Math.Ceiling((await TimeLeftAsync("set")).TotalDays));
        Assert.Equal(9, Math.Ceiling((await TimeLeftAsync("factory")).TotalDays));
    }

    [Fact]
    public async Task A_null_is_stored_like_any_value()
    {
        RedisCache cache = await CreateAsync();
        await cache.GetOrSetAsync("k", (_, _) => ValueTask.FromResult<Product?>(null), cancellationToken: Cancellation);

        CacheLookup<Product?> lookup = await cache.TryGetAsync<Product?>("k", Cancellation);
        Assert.True(lookup.HasValue);
        Assert.Null(lookup.Value);
    }

    [Fact]
    public async Task A_value_that_the_factory_declines_is_returned_and_not_stored()
    {
        RedisCache cache = await CreateAsync();
        int value = await cache.GetOrSetAsync(
            "k",
            (context, _) =>
            {
                context.DoNotStore();
                return ValueTask.FromResult(5);
            },
            cancellationToken: Cancellation);

        Assert.Equal(5, value);
        CacheLookup<int> lookup = await cache.TryGetAsync<int>("k", Cancellation);
        Assert.Equal(CacheReadOutcome.Miss, lookup.Outcome);
        Assert.False(lookup.TryGetValue(out _));
        Assert.Throws<InvalidOperationException>(() => lookup.Value);
    }

    [Fact]
    public async Task A_set_value_is_read_until_it_is_removed()
    {
        RedisCache cache = await CreateAsync();
        Assert.Equal(CacheWriteResult.Confirmed, await cache.SetAsync("k", 1, cancellationToken: Cancellation));
        Assert.Equal(CacheWriteResult.Confirmed, await cache.SetAsync("k", 2, cancellationToken: Cancellation));
        Assert.Equal(2, (await cache.TryGetAsync<int>("k", Cancellation)).Value);

        Assert.Equal(CacheWriteResult.Confirmed, await cache.RemoveAsync("k", Cancellation));
        Assert.Equal(CacheReadOutcome.Miss, (await cache.TryGetAsync<int>("k", Cancellation)).Outcome);
        Assert.Equal(CacheWriteResult.Confirmed, await cache.RemoveAsync("k", Cancellation));
    }

    [Fact]
    public async Task Caches_with_different_prefixes_do_not_see_each_other()
    {
        RedisCache one = await CreateAsync();
        RedisCache other = await CreateAsync(options => options.KeyPrefix = Prefix + "other");
        await one.SetAsync("k", 1, cancellationToken: Cancellation);
        Assert.False((await other.TryGetAsync<int>("k", Cancellation)).HasValue);
    }

    [Fact]
    public async Task A_key_must_not_be_empty()
    {
        RedisCache cache = await CreateAsync();
        await Assert.ThrowsAsync<ArgumentException>(async () => await cache.TryGetAsync<int>("", Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(async () => await cache.RemoveAsync("", Cancellation));
        await Assert.ThrowsAsync<ArgumentNullException>(
            async () => await cache.SetAsync(null!, 1, null, cancellationToken: Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => ReadAsync(cache, "", 1));
    }

    [Fact]
    public async Task A_cancelled_caller_sends_nothing()
    {
        RedisCache cache = await CreateAsync();
        CommandLog log = await LogCommandsAsync();
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAsync<OperationCanceledException>(async () => await cache.TryGetAsync<int>("k", cancelled));
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await cache.RemoveAsync("k", cancelled));
        await Assert.ThrowsAsync<OperationCanceledException>(
            async () => await cache.SetAsync("k", 1, null, cancellationToken: cancelled));
        await Assert.ThrowsAsync<OperationCanceledException>(
            async () => await cache.GetOrSetAsync(
                "k", (_, _) => ValueTask.FromResult(1), null, cancellationToken: cancelled));

        Assert.Equal("", log.Take());
    }

    private sealed record Product(int Id, string Name);
}
