using Patterns.Caching.HotKeys;
using Patterns.Caching.Local;
using Patterns.Caching.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Caching.Tests.Cases;

/// <summary>Keys that are read more often than others.</summary>
public abstract class HotKeyCases(RecipeServer server) : CacheCases(server)
{
    [Fact]
    public async Task A_hot_key_is_listed_and_logged_once()
    {
        RedisCache cache = await CreateAsync(options => options.HotKeys = new HotKeyOptions { Threshold = 20 });
        await ReadManyTimesAsync(cache, "hot", 30);
        await ReadManyTimesAsync(cache, "cold", 5);

        Assert.Equal(new HotKey("hot", 30), Assert.Single(cache.HotKeys));
        Assert.Contains("'hot'", Assert.Single(Logger[1013]), StringComparison.Ordinal);
        Assert.Empty((await CreateAsync()).HotKeys);
    }

    [Fact]
    public async Task Reads_of_a_hot_key_spread_over_its_copies_which_an_invalidation_removes()
    {
        RedisCache cache = await CreateAsync(
            options => options.HotKeys = new HotKeyOptions { Threshold = 10, Copies = 3 });
        await ReadManyTimesAsync(cache, "{a}hot", 10);
        IDatabase database = await DatabaseAsync();
        RedisKey[] copies = [.. Enumerable.Range(1, 3).Select(
            copy => (RedisKey)$"{Prefix}:2:r:{{{copy}:{{a)hot}}:{{a}}hot")];
        await Eventually.TrueAsync(
            async () =>
            {
                await ReadAsync(cache, "{a}hot", "not asked");
                return await CountAsync() == 3;
            },
            "all copies were made");
        Assert.Equal(4, copies.Append(KeyOf("{a}hot")).Select(key => HashSlot(key)).Distinct().Count());

        await cache.RemoveAsync("{a}hot", Cancellation);

        Assert.Equal(0, await CountAsync());
        for (int read = 0; read < 50; read++)
        {
            Assert.Equal("new", await ReadAsync(cache, "{a}hot", "new"));
        }

        // One by one, because each lies on a slot of its own.
        async Task<int> CountAsync()
            => (await Task.WhenAll(copies.Select(copy => database.KeyExistsAsync(copy)))).Count(exists => exists);

        int HashSlot(RedisKey key) => database.Multiplexer.HashSlot(key) is var slot and >= 0
            ? slot
            : key.ToString().GetHashCode(StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_is_fresh_for_its_own_time_at_most()
    {
        RedisCache cache = await CreateAsync(options => options.HotKeys = new HotKeyOptions
        {
            Threshold = 10,
            Copies = 1,
            CopyTimeToLive = TimeSpan.FromMilliseconds(400),
        });
        await ReadManyTimesAsync(cache, "hot", 10);
        IDatabase database = await DatabaseAsync();
        RedisKey copy = $"{Prefix}:2:r:{{1:hot}}:hot";
        TimeSpan? kept = null;
        await Eventually.TrueAsync(
            async () =>
            {
                await ReadAsync(cache, "hot", "not asked");
                kept = await database.KeyTimeToLiveAsync(copy);
                return kept is not null;
            },
            "a copy was made");

        // The key is kept for a lease, as that of the entry is.
        Assert.InRange(kept!.Value, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(4.4));
    }

    [Fact]
    public async Task The_short_time_of_a_copy_refreshes_nothing_early()
    {
        RedisCache cache = await CreateAsync(options =>
        {
            options.HotKeys = new HotKeyOptions { Threshold = 10, Copies = 1 };
            options.EarlyRefreshBeta = 1;
        });
        var options = new CacheEntryOptions { RefreshAhead = TimeSpan.FromSeconds(30) };
        int calls = 0;
        for (int read = 0; read < 200; read++)
        {
            await cache.GetOrSetAsync(
                "hot", (_, _) => ValueTask.FromResult(++calls), options, cancellationToken: Cancellation);
        }

        IDatabase database = await DatabaseAsync();
        Assert.True(await database.KeyExistsAsync($"{Prefix}:2:r:{{1:hot}}:hot"));
        Assert.Equal((1, 0), (calls, cache.FlightsUnderWay));
    }

    [Fact]
    public async Task A_sliding_entry_lives_on_though_its_copies_are_read()
    {
        RedisCache cache = await CreateAsync(
            options => options.HotKeys = new HotKeyOptions { Threshold = 10, Copies = 1 });
        var sliding = new CacheEntryOptions { SlidingExpiration = TimeSpan.FromHours(1) };
        await cache.SetAsync("hot", "value", sliding, cancellationToken: Cancellation);
        await ReadManyTimesAsync(cache, "hot", 20);
        await (await DatabaseAsync()).KeyExpireAsync(KeyOf("hot"), TimeSpan.FromMinutes(10));
        await ReadManyTimesAsync(cache, "hot", 4);
        Assert.Equal(1, Math.Ceiling((await TimeLeftAsync("hot")).TotalHours));
    }

    [Fact]
    public async Task A_level_may_hold_hot_keys_alone()
    {
        await using RedisCache cache = await CreateAsync(options =>
        {
            options.Local = new LocalLevelOptions();
            options.HotKeys = new HotKeyOptions { Threshold = 10, HoldOnlyHotKeys = true };
        });
        await Eventually.TrueAsync(
            async () =>
            {
                await Clock.AdvanceAsync(TimeSpan.Zero, Cancellation);
                return cache.Local!.IsOpen;
            },
            "the level opened");
        await ReadManyTimesAsync(cache, "hot", 20);
        await ReadManyTimesAsync(cache, "cold", 5);
        Assert.True(cache.Local!.TryGet("hot", out string? _));
        Assert.False(cache.Local!.TryGet("cold", out string? _));
    }

    private static async Task ReadManyTimesAsync(RedisCache cache, string key, int times)
    {
        for (int read = 0; read < times; read++)
        {
            await ReadAsync(cache, key, "value");
        }
    }
}
