using Patterns.Caching.Local;
using Patterns.Caching.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Caching.Tests.Cases;

/// <summary>Values that are held in the process, and how they are kept up to date.</summary>
public abstract class LocalLevelCases(RecipeServer server) : CacheCases(server)
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_value_that_is_held_costs_no_command()
    {
        using var measurements = new Measurements("Patterns.Caching", Prefix);
        await using RedisCache cache = await OpenAsync();
        await ReadAsync(cache, "filled", "value");
        CommandLog log = await LogCommandsAsync();

        Assert.Equal("value", await ReadAsync(cache, "filled", "other"));
        Assert.Equal("value", (await cache.TryGetAsync<string>("filled", Cancellation)).Value);
        Assert.Equal("", log.Take());
        Assert.Equal(2, measurements.Sum("patterns.cache.reads", "local_hit"));
    }

    [Fact]
    public async Task What_was_read_from_redis_is_held_and_a_null_too()
    {
        await using RedisCache cache = await OpenAsync();
        await cache.SetAsync("k", "value", cancellationToken: Cancellation);
        await cache.SetAsync<string?>("null", null, cancellationToken: Cancellation);
        await cache.TryGetAsync<string>("k", Cancellation);
        await cache.TryGetAsync<string?>("null", Cancellation);
        CommandLog log = await LogCommandsAsync();

        Assert.Equal("value", await ReadAsync(cache, "k", "other"));
        Assert.Null(await ReadAsync<string?>(cache, "null", "other"));
        Assert.Equal("", log.Take());
    }

    [Fact]
    public async Task Changes_by_other_processes_are_seen()
    {
        await using RedisCache here = await OpenAsync();
        await using RedisCache there = await OpenAsync();
        foreach (Func<string, Task> changeAsync in new Func<string, Task>[]
        {
            async key => await there.RemoveAsync(key, Cancellation),
            async key => await there.SetAsync(key, "new", cancellationToken: Cancellation),
            async key => await there.ExpireAsync(key, Cancellation),
            async _ => await there.RemoveByTagAsync("t", Cancellation),
            async _ => await there.RemoveByTagsAsync(["u", "t"], CacheTagMatch.All, Cancellation),
        })
        {
            string key = Guid.NewGuid().ToString();
            await here.GetOrSetAsync(
                key, (_, _) => ValueTask.FromResult("old"), tags: ["t", "u"], cancellationToken: Cancellation);
            Assert.Equal("old", await ReadAsync(here, key, "not asked"));

            await changeAsync(key);

            await Eventually.TrueAsync(() => !here.Local!.TryGet(key, out string? _), "the change was heard");
            Assert.NotEqual("old", await ReadAsync(here, key, "new"));
        }
    }

    [Fact]
    public async Task Own_changes_are_seen_at_once()
    {
        await using RedisCache cache = await OpenAsync();
        await ReadAsync(cache, "k", "old");
        await cache.SetAsync("k", "new", cancellationToken: Cancellation);
        Assert.Equal("new", await ReadAsync(cache, "k", "not asked"));
        await cache.RemoveAsync("k", Cancellation);
        Assert.Equal("newest", await ReadAsync(cache, "k", "newest"));
    }

    [Fact]
    public async Task A_value_that_was_read_before_a_change_is_not_held_after_it()
    {
        var replies = new ReplyGate();
        await using RedisCache here = await OpenAsync(options => options.RedisPipeline = replies.Pipeline);
        await using RedisCache there = await OpenAsync();
        await there.SetAsync("k", "old", cancellationToken: Cancellation);
        (Task answered, Action release) = replies.HoldNext();
        Task<string> reader = ReadAsync(here, "k", "not asked");
        await answered;
        LocalEpoch before = here.Local!.EpochOf("k");

        await there.SetAsync("k", "new", cancellationToken: Cancellation);
        await Eventually.TrueAsync(() => here.Local!.EpochOf("k") != before, "the change was heard");
        release();

        Assert.Equal("old", await reader);
        Assert.Equal("new", await ReadAsync(here, "k", "not asked"));
    }

    [Fact]
    public async Task A_sliding_entry_is_not_held_because_redis_must_see_its_reads()
    {
        await using RedisCache cache = await OpenAsync();
        var options = new CacheEntryOptions { SlidingExpiration = TimeSpan.FromHours(1) };
        await cache.GetOrSetAsync("k", (_, _) => ValueTask.FromResult(1), options, cancellationToken: Cancellation);
        await cache.TryGetAsync<int>("k", Cancellation);
        Assert.Equal(0, cache.Local!.Count);
    }

    [Fact]
    public async Task Values_are_held_for_their_time_to_live_at_most()
    {
        await using RedisCache cache = await OpenAsync(options => options.Local!.TimeToLive = TimeSpan.FromSeconds(2));
        await ReadAsync(cache, "k", "value");
        Assert.True(cache.Local!.TryGet("k", out string? _));
        await Clock.AdvanceAsync(TimeSpan.FromSeconds(2), Cancellation);
        Assert.False(cache.Local!.TryGet("k", out string? _));
    }

    [Fact]
    public async Task A_process_that_does_not_hear_itself_closes_its_level_until_it_does()
    {
        using var measurements = new Measurements("Patterns.Caching", Prefix);
        await using RedisCache cache = await OpenAsync();
        await ReadAsync(cache, "k", "value");
        (await ConnectAsync()).GetSubscriber().Unsubscribe(
            RedisChannel.Literal($"{Prefix}:2:messages"), flags: CommandFlags.FireAndForget);
        await Eventually.TrueAsync(
            async () =>
            {
                await Clock.AdvanceAsync(_interval, Cancellation);
                return !cache.Local!.IsOpen;
            },
            "the level was closed");

        Assert.Equal(0, cache.Local!.Count);
        Assert.Equal(1, measurements.Sum("patterns.cache.local.flushes", "silence"));
        Assert.NotEmpty(Logger[1010]);
        Assert.Equal("value", await ReadAsync(cache, "k", "not asked"));
        Assert.Equal(0, cache.Local!.Count);
    }

    [Fact]
    public async Task A_message_that_was_missed_empties_the_level()
    {
        using var measurements = new Measurements("Patterns.Caching", Prefix);
        await using RedisCache cache = await OpenAsync();
        await ReadAsync(cache, "k", "value");
        IDatabase database = await DatabaseAsync();
        var channel = RedisChannel.Literal($"{Prefix}:2:messages");
        byte[] head = [(byte)'e', 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0, 0, 0, 0];

        // The messages 1 and 3 of some process, and never 2.
        await database.PublishAsync(channel, (byte[])[.. head, 1, (byte)'x']);
        await database.PublishAsync(channel, (byte[])[.. head, 3, (byte)'y']);
        await Eventually.TrueAsync(
            async () =>
            {
                await Clock.AdvanceAsync(_interval, Cancellation);
                return measurements.Sum("patterns.cache.local.flushes", "gap") > 0;
            },
            "the gap was noticed");
        Assert.NotEmpty(Logger[1011]);
    }

    [Fact]
    public async Task Nonsense_on_the_channel_is_ignored()
    {
        await using RedisCache cache = await OpenAsync();
        await ReadAsync(cache, "k", "value");
        IDatabase database = await DatabaseAsync();
        var channel = RedisChannel.Literal($"{Prefix}:2:messages");
        foreach (
            byte[] message in new byte[][] { [], [0], [(byte)'e'], [(byte)'e', 1, 2, 3], [.. "hello"u8], [(byte)'w'] })
        {
            await database.PublishAsync(channel, message);
        }

        await cache.RemoveAsync("other", Cancellation);
        Assert.Equal("value", await ReadAsync(cache, "k", "not asked"));
        Assert.True(cache.Local!.TryGet("k", out string? _));
    }

    [Fact]
    public async Task A_disposed_cache_holds_nothing_and_still_works()
    {
        RedisCache cache = await OpenAsync();
        await ReadAsync(cache, "k", "value");
        await cache.DisposeAsync();
        Assert.Equal(0, cache.Local!.Count);
        Assert.Equal("value", await ReadAsync(cache, "k", "not asked"));
    }

    /// <summary>A cache with a level in the process that has opened.</summary>
    private async Task<RedisCache> OpenAsync(Action<RedisCacheOptions>? configure = null)
    {
        RedisCache cache = await CreateAsync(options =>
        {
            options.Local = new LocalLevelOptions { HeartbeatInterval = _interval };
            configure?.Invoke(options);
        });
        await Eventually.TrueAsync(
            async () =>
            {
                // The first beat is a timer of the clock too.
                await Clock.AdvanceAsync(TimeSpan.Zero, Cancellation);
                return cache.Local!.IsOpen;
            },
            "the level opened");
        return cache;
    }
}
