using System.Buffers;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Hybrid;
using Patterns.Caching.Adapters;
using Patterns.Caching.Local;
using Patterns.Caching.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Caching.Tests.Cases;

/// <summary>What the framework expects of its own interfaces.</summary>
public abstract class AdapterCases(RecipeServer server) : CacheCases(server)
{
    [Fact]
    public async Task Bytes_come_back_until_they_are_removed_by_every_way_in()
    {
        using RedisDistributedCache cache = await CreateDistributedAsync();
        byte[] bytes = [1, 2, 3];
        var options = new DistributedCacheEntryOptions();
        cache.Set("sync", bytes, options);
        await cache.SetAsync("async", bytes, options, Cancellation);
        cache.Set("sequence", new ReadOnlySequence<byte>(bytes), options);
        await cache.SetAsync("async sequence", new ReadOnlySequence<byte>(bytes), options, Cancellation);
        foreach (string key in new[] { "sync", "async", "sequence", "async sequence" })
        {
            Assert.Equal(bytes, cache.Get(key));
            Assert.Equal(bytes, await cache.GetAsync(key, Cancellation));
            var writer = new ArrayBufferWriter<byte>();
            Assert.True(cache.TryGet(key, writer));
            Assert.True(await cache.TryGetAsync(key, writer, Cancellation));
            Assert.Equal([1, 2, 3, 1, 2, 3], writer.WrittenSpan.ToArray());
            cache.Refresh(key);
            await cache.RefreshAsync(key, Cancellation);
        }

        cache.Remove("sync");
        await cache.RemoveAsync("async", Cancellation);
        Assert.Null(cache.Get("sync"));
        Assert.Null(await cache.GetAsync("async", Cancellation));
        Assert.False(cache.TryGet("sync", new ArrayBufferWriter<byte>()));
        cache.Refresh("sync");
    }

    [Fact]
    public async Task Absolute_and_sliding_expiry_are_as_the_caller_says()
    {
        using RedisDistributedCache cache = await CreateDistributedAsync();
        await SetAsync("none", new DistributedCacheEntryOptions());
        await SetAsync("relative", new() { AbsoluteExpirationRelativeToNow = TimeSpan.FromHours(3) });
        await SetAsync("absolute", new() { AbsoluteExpiration = Clock.GetUtcNow() + TimeSpan.FromHours(4) });
        await SetAsync("sliding", new() { SlidingExpiration = TimeSpan.FromHours(2) });
        await SetAsync("both", new()
        {
            SlidingExpiration = TimeSpan.FromHours(2),
            AbsoluteExpirationRelativeToNow = TimeSpan.FromHours(1),
        });

        Assert.Equal(3650, Math.Ceiling((await TimeLeftAsync("none")).TotalDays));
        Assert.Equal(3, Math.Ceiling((await TimeLeftAsync("relative")).TotalHours));
        Assert.Equal(4, Math.Ceiling((await TimeLeftAsync("absolute")).TotalHours));
        Assert.Equal(2, Math.Ceiling((await TimeLeftAsync("sliding")).TotalHours));
        Assert.Equal(1, Math.Ceiling((await TimeLeftAsync("both")).TotalHours));

        IDatabase database = await DatabaseAsync();
        await database.KeyExpireAsync(KeyOf("sliding"), TimeSpan.FromMinutes(30));
        await cache.RefreshAsync("sliding", Cancellation);
        Assert.Equal(2, Math.Ceiling((await TimeLeftAsync("sliding")).TotalHours));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => SetAsync("past", new() { AbsoluteExpiration = Clock.GetUtcNow() }));

        Task SetAsync(string key, DistributedCacheEntryOptions options)
            => cache.SetAsync(key, [1], options, Cancellation);
    }

    [Fact]
    public async Task Times_that_mean_never_are_the_longest_that_an_entry_may_have()
    {
        using RedisDistributedCache cache = await CreateDistributedAsync();
        var times = new Dictionary<string, DistributedCacheEntryOptions>
        {
            ["relative"] = new() { AbsoluteExpirationRelativeToNow = TimeSpan.MaxValue },
            ["absolute"] = new() { AbsoluteExpiration = DateTimeOffset.MaxValue },
            ["sliding"] = new() { SlidingExpiration = TimeSpan.MaxValue },
        };
        foreach ((string key, DistributedCacheEntryOptions time) in times)
        {
            await cache.SetAsync(key, [1], time, Cancellation);
            Assert.Equal(3650, Math.Ceiling((await TimeLeftAsync(key)).TotalDays));
        }

        await using RedisHybridCache hybrid = await CreateHybridAsync();
        var never = new HybridCacheEntryOptions
        {
            Expiration = TimeSpan.MaxValue,
            LocalCacheExpiration = TimeSpan.MaxValue,
        };
        await hybrid.SetAsync("never", 1, never, cancellationToken: Cancellation);
        Assert.Equal(1, await hybrid.GetOrCreateAsync(
            "never", _ => ValueTask.FromResult(2), never, cancellationToken: Cancellation));
    }

    [Fact]
    public async Task The_hybrid_cache_calls_the_source_once_and_shares_across_processes()
    {
        await using RedisHybridCache here = await CreateHybridAsync();
        await using RedisHybridCache there = await CreateHybridAsync();
        int calls = 0;
        for (int read = 0; read < 3; read++)
        {
            Assert.Equal(7, await here.GetOrCreateAsync("k", 7, LoadAsync, cancellationToken: Cancellation));
            Assert.Equal(7, await there.GetOrCreateAsync("k", 8, LoadAsync, cancellationToken: Cancellation));
        }

        Assert.Equal(1, calls);
        await there.SetAsync("k", 9, cancellationToken: Cancellation);
        await Eventually.TrueAsync(async () => await ReadAsync(here, "k") == 9, "the change was heard");
        await there.RemoveAsync("k", Cancellation);
        await Eventually.TrueAsync(async () => await ReadAsync(here, "k") == 0, "the removal was heard");

        ValueTask<int> LoadAsync(int value, CancellationToken token)
        {
            calls++;
            return ValueTask.FromResult(value);
        }
    }

    [Fact]
    public async Task The_hybrid_cache_removes_by_tag_and_everything_by_the_star()
    {
        await using RedisHybridCache here = await CreateHybridAsync();
        await using RedisHybridCache there = await CreateHybridAsync();
        await here.SetAsync("a", 1, tags: ["t"], cancellationToken: Cancellation);
        await here.SetAsync("b", 2, tags: ["u"], cancellationToken: Cancellation);
        await there.RemoveByTagAsync("t", Cancellation);
        Assert.Equal(0, await ReadAsync(there, "a"));
        Assert.Equal(2, await ReadAsync(there, "b"));
        await Eventually.TrueAsync(async () => await ReadAsync(here, "a") == 0, "the removal was heard");

        await there.RemoveByTagAsync("*", Cancellation);
        Assert.Equal(0, await ReadAsync(there, "b"));
        await Eventually.TrueAsync(async () => await ReadAsync(here, "b") == 0, "the removal was heard");
    }

    [Fact]
    public async Task The_flags_of_the_hybrid_cache_count()
    {
        await using RedisHybridCache cache = await CreateHybridAsync();
        HybridCacheEntryOptions With(HybridCacheEntryFlags flags) => new() { Flags = flags };
        Assert.Equal(1, await GetAsync("not stored", 1, HybridCacheEntryFlags.DisableDistributedCacheWrite));
        Assert.Equal(0, await ReadAsync(cache, "not stored"));

        Assert.Equal(1, await GetAsync("k", 1, HybridCacheEntryFlags.None));
        Assert.Equal(1, await GetAsync("k", 2, HybridCacheEntryFlags.DisableDistributedCacheRead));
        Assert.Equal(2, await GetAsync(
            "k", 2, HybridCacheEntryFlags.DisableDistributedCacheRead | HybridCacheEntryFlags.DisableLocalCacheRead));
        Assert.Equal(2, await GetAsync("k", 3, HybridCacheEntryFlags.None));
        Assert.Equal(2, await GetAsync("k", 3, HybridCacheEntryFlags.DisableLocalCache));
        Assert.Equal(0, await GetAsync("none", 3, HybridCacheEntryFlags.DisableUnderlyingData));

        ValueTask<int> GetAsync(string key, int value, HybridCacheEntryFlags flags)
            => cache.GetOrCreateAsync(
                key, value, static (value, _) => ValueTask.FromResult(value), With(flags), null, Cancellation);
    }

    [Fact]
    public async Task Callers_of_the_hybrid_cache_that_do_not_read_redis_share_one_call_of_the_source()
    {
        await using RedisHybridCache cache = await CreateHybridAsync();
        var options = new HybridCacheEntryOptions { Flags = HybridCacheEntryFlags.DisableDistributedCacheRead };

        // The generation of the keys is known from here on, so that each caller below has joined when its call returns.
        await cache.SetAsync("k", 1, cancellationToken: Cancellation);
        var answer = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        int calls = 0;
        Task<int>[] readers = [.. Enumerable.Range(0, 20).Select(_ => cache.GetOrCreateAsync(
            "k",
            async _ =>
            {
                Interlocked.Increment(ref calls);
                return await answer.Task;
            },
            options,
            cancellationToken: Cancellation).AsTask())];
        answer.SetResult(7);

        Assert.All(await Eventually.ResultAsync(Task.WhenAll(readers)), value => Assert.Equal(7, value));
        Assert.Equal(1, calls);
        Assert.Equal(7, await ReadAsync(cache, "k"));
    }

    [Fact]
    public async Task The_expiries_of_the_hybrid_cache_count()
    {
        await using RedisHybridCache cache = await CreateHybridAsync();
        var options = new HybridCacheEntryOptions
        {
            Expiration = TimeSpan.FromHours(9),
            LocalCacheExpiration = TimeSpan.FromSeconds(2),
        };
        await cache.SetAsync("k", 1, options, cancellationToken: Cancellation);
        await cache.GetOrCreateAsync("k", _ => ValueTask.FromResult(2), options, cancellationToken: Cancellation);
        CommandLog log = await LogCommandsAsync();
        await cache.GetOrCreateAsync("k", _ => ValueTask.FromResult(2), options, cancellationToken: Cancellation);
        Assert.Equal("", log.Take());
    }

    [Fact]
    public async Task Large_values_are_split_and_put_together_again()
    {
        RedisCache cache = await CreateAsync(options => options.ChunkBytes = 10_000);
        byte[] large = System.Security.Cryptography.RandomNumberGenerator.GetBytes(95_000);
        await ReadAsync(cache, "filled", large);
        await cache.SetAsync("set", large, cancellationToken: Cancellation);
        await cache.SetAsync("small", new byte[10_000], cancellationToken: Cancellation);

        RedisCache other = await CreateAsync();
        Assert.Equal(large, (await other.TryGetAsync<byte[]>("filled", Cancellation)).Value);
        Assert.Equal(large, (await other.TryGetAsync<byte[]>("set", Cancellation)).Value);
        IDatabase database = await DatabaseAsync();
        Assert.Equal(28 + 16, await database.StringLengthAsync(KeyOf("set")));
        Assert.Equal(28 + 10_000, await database.StringLengthAsync(KeyOf("small")));
    }

    [Fact]
    public async Task An_entry_whose_chunk_is_lost_is_read_anew()
    {
        RedisCache cache = await CreateAsync(options => options.ChunkBytes = 10_000);
        await cache.SetAsync("k", new byte[25_000], cancellationToken: Cancellation);
        IDatabase database = await DatabaseAsync();
        byte[] entry = (await database.StringGetAsync(KeyOf("k")))!;
        string stamp = Convert.ToHexStringLower(entry.AsSpan(28, 8));
        Assert.True(await database.KeyDeleteAsync($"{Prefix}:2:c:{stamp}:2"));

        Assert.Equal(CacheReadOutcome.Unreadable, (await cache.TryGetAsync<byte[]>("k", Cancellation)).Outcome);
        Assert.Equal([1], await ReadAsync(cache, "k", new byte[] { 1 }));
        Assert.Equal([1], await ReadAsync(cache, "k", new byte[] { 2 }));
    }

    /// <summary>What is there, or 0.</summary>
    private static async Task<int> ReadAsync(RedisHybridCache cache, string key)
        => await cache.GetOrCreateAsync(
            key,
            _ => ValueTask.FromResult(-1),
            new HybridCacheEntryOptions { Flags = HybridCacheEntryFlags.DisableUnderlyingData },
            cancellationToken: Cancellation);

    private async Task<RedisDistributedCache> CreateDistributedAsync()
        => new(await DatabaseAsync(), new RedisCacheOptions { KeyPrefix = Prefix }, Logger, Clock);

    private async Task<RedisHybridCache> CreateHybridAsync()
    {
        var options = new RedisCacheOptions { KeyPrefix = Prefix, Local = new LocalLevelOptions() };
        var cache = new RedisHybridCache(await DatabaseAsync(), options, Logger, Clock);
        await Eventually.TrueAsync(
            async () =>
            {
                await Clock.AdvanceAsync(TimeSpan.Zero, Cancellation);
                return cache.IsLocalOpen;
            },
            "the level opened");
        return cache;
    }
}
