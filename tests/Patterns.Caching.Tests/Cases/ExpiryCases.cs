using System.Security.Cryptography;
using Patterns.Caching.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Caching.Tests.Cases;

/// <summary>Sliding and negative entries, early refreshes, sizes.</summary>
public abstract class ExpiryCases(RecipeServer server) : CacheCases(server)
{
    [Fact]
    public async Task Reads_let_a_sliding_entry_live_on_until_its_time_to_live_is_over()
    {
        RedisCache cache = await CreateAsync();
        var bounded = new CacheEntryOptions
        {
            SlidingExpiration = TimeSpan.FromHours(2),
            TimeToLive = TimeSpan.FromHours(3),
        };
        var unbounded = new CacheEntryOptions { SlidingExpiration = TimeSpan.FromHours(2) };
        await cache.SetAsync("set", 1, bounded, cancellationToken: Cancellation);
        await cache.GetOrSetAsync(
            "filled", (_, _) => ValueTask.FromResult(1), unbounded, cancellationToken: Cancellation);
        IDatabase database = await DatabaseAsync();
        foreach (string name in new[] { "set", "filled" })
        {
            Assert.InRange((await TimeLeftAsync(name)).TotalHours, 1.9, 2);
            await database.KeyExpireAsync(KeyOf(name), TimeSpan.FromHours(1));

            Assert.Equal(1, (await cache.TryGetAsync<int>(name, Cancellation)).Value);

            Assert.InRange((await TimeLeftAsync(name)).TotalHours, 1.9, 2);
        }
    }

    [Fact]
    public async Task A_read_that_has_nothing_to_prolong_costs_no_command()
    {
        RedisCache cache = await CreateAsync();
        var options = new CacheEntryOptions { SlidingExpiration = TimeSpan.FromHours(2) };
        await cache.SetAsync("k", 1, options, cancellationToken: Cancellation);
        CommandLog log = await LogCommandsAsync();
        await cache.TryGetAsync<int>("k", Cancellation);
        Assert.Equal("GET PTTL", log.Take());
    }

    [Fact]
    public async Task A_null_has_a_time_to_live_of_its_own()
    {
        RedisCache cache = await CreateAsync();
        await ReadAsync(cache, "null", (string?)null);
        await ReadAsync(cache, "value", "value");
        var options = new CacheEntryOptions { NegativeTimeToLive = TimeSpan.FromMinutes(2), Jitter = 0 };
        await cache.SetAsync<string?>("set", null, options, cancellationToken: Cancellation);

        Assert.InRange((await TimeLeftAsync("null")).TotalSeconds, 25, 33);
        Assert.InRange((await TimeLeftAsync("value")).TotalMinutes, 4.4, 5.5);
        Assert.InRange((await TimeLeftAsync("set")).TotalMinutes, 1.9, 2);
    }

    [Fact]
    public async Task A_due_read_gets_its_value_at_once_and_refreshes_in_the_background()
    {
        RedisCache cache = await CreateAsync(options =>
        {
            options.EarlyRefreshBeta = 10;
            options.TimeToLive = TimeSpan.FromMinutes(1);
            options.Jitter = 0;
        });
        await cache.GetOrSetAsync(
            "k",
            async (_, _) =>
            {
                await Clock.AdvanceAsync(TimeSpan.FromSeconds(1.9), Cancellation);
                return 1;
            },
            cancellationToken: Cancellation);
        var refresh = new TaskCompletionSource<int>();
        int calls = 0;
        await Eventually.TrueAsync(
            async () =>
            {
                Assert.Equal(1, await ReadDueAsync());
                return Volatile.Read(ref calls) > 0;
            },
            "a read was due");
        for (int read = 0; read < 100; read++)
        {
            Assert.Equal(1, await ReadDueAsync());
        }

        Assert.Equal(1, calls);
        refresh.SetResult(2);
        await Eventually.TrueAsync(() => cache.FlightsUnderWay == 0, "the refresh ended");
        Assert.Equal(2, (await cache.TryGetAsync<int>("k", Cancellation)).Value);

        Task<int> ReadDueAsync() => cache.GetOrSetAsync(
            "k",
            async (context, _) =>
            {
                Interlocked.Increment(ref calls);
                Assert.Equal(CacheReadOutcome.Refresh, context.Reason);
                return await refresh.Task;
            },
            cancellationToken: Cancellation).AsTask();
    }

    [Fact]
    public async Task An_early_refresh_that_fails_leaves_the_value_alone()
    {
        RedisCache cache = await CreateAsync(options => options.EarlyRefreshBeta = 10);
        await cache.GetOrSetAsync(
            "k",
            async (_, _) =>
            {
                await Clock.AdvanceAsync(TimeSpan.FromSeconds(1.9), Cancellation);
                return 1;
            },
            new CacheEntryOptions { TimeToLive = TimeSpan.FromMinutes(1) },
            cancellationToken: Cancellation);
        await Eventually.TrueAsync(
            async () =>
            {
                Assert.Equal(1, await cache.GetOrSetAsync<int>(
                    "k", (_, _) => throw new TimeZoneNotFoundException(), null, cancellationToken: Cancellation));
                return Logger[1009].Count > 0;
            },
            "a refresh failed");
        Assert.Equal(1, (await cache.TryGetAsync<int>("k", Cancellation)).Value);
    }

    [Fact]
    public async Task A_value_above_the_limit_is_returned_and_not_stored()
    {
        using var measurements = new Measurements("Patterns.Caching", Prefix);
        RedisCache cache = await CreateAsync(options => options.MaxValueBytes = 1024);
        byte[] fits = RandomNumberGenerator.GetBytes(1024 - 28);
        byte[] large = RandomNumberGenerator.GetBytes(1024 - 27);

        Assert.Same(fits, await ReadAsync(cache, "fits", fits));
        Assert.Same(large, await ReadAsync(cache, "large", large));
        Assert.Same(large, await ReadAsync(cache, "large", large));

        Assert.True((await cache.TryGetAsync<byte[]>("fits", Cancellation)).HasValue);
        Assert.False((await cache.TryGetAsync<byte[]>("large", Cancellation)).HasValue);
        Assert.Equal(2, measurements.Sum("patterns.cache.fills", "too_large"));
        Assert.Single(Logger[1008]);
        CacheValueTooLargeException error = await Assert.ThrowsAsync<CacheValueTooLargeException>(
            async () => await cache.SetAsync("large", large, null, cancellationToken: Cancellation));
        Assert.Equal((1025, 1024), (error.Length, error.MaxBytes));
        Assert.Contains("takes 1025 bytes in Redis, but at most 1024", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_from_the_threshold_on_are_compressed_if_that_saves_something()
    {
        RedisCache cache = await CreateAsync(options => options.CompressFromBytes = 1000);
        string repetitive = new('x', 100_000);
        byte[] random = RandomNumberGenerator.GetBytes(100_000);
        await cache.SetAsync("repetitive", repetitive, null, cancellationToken: Cancellation);
        await cache.SetAsync("random", random, null, cancellationToken: Cancellation);
        await cache.SetAsync("short", repetitive[..999], null, cancellationToken: Cancellation);

        IDatabase database = await DatabaseAsync();
        Assert.InRange(await database.StringLengthAsync(KeyOf("repetitive")), 28, 1000);
        Assert.Equal(100_028, await database.StringLengthAsync(KeyOf("random")));
        Assert.Equal(999 + 28, await database.StringLengthAsync(KeyOf("short")));
        Assert.Equal(repetitive, (await cache.TryGetAsync<string>("repetitive", Cancellation)).Value);
        Assert.Equal(random, (await cache.TryGetAsync<byte[]>("random", Cancellation)).Value);
        RedisCache uncompressed = await CreateAsync();
        Assert.Equal(repetitive, (await uncompressed.TryGetAsync<string>("repetitive", Cancellation)).Value);
        RedisCache small = await CreateAsync(options => options.MaxValueBytes = 2000);
        Assert.Equal(
            CacheReadOutcome.Unreadable, (await small.TryGetAsync<string>("repetitive", Cancellation)).Outcome);
    }
}
