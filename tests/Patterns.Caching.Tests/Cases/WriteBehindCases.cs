using Patterns.Caching.Strategies.WriteBehind;
using Patterns.Caching.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Caching.Tests.Cases;

/// <summary>Writes that are accepted now and reach the source later.</summary>
public abstract class WriteBehindCases(RecipeServer server) : WriteBehindSetup(server)
{
    [Fact]
    public async Task A_write_is_seen_at_once_and_reaches_the_source_later()
    {
        WriteBehindCache<int, string> cache = await OpenAsync();
        Store[1] = "old";
        Assert.Equal("old", await cache.GetAsync(1, Cancellation));

        await AcceptAsync(cache, 1, "new");

        Assert.Equal("new", await cache.GetAsync(1, Cancellation));
        Assert.Equal("old", Store[1]);
        Assert.Equal(1, await cache.CountPendingAsync(Cancellation));
        await WorkAsync(cache);
        Assert.Equal("new", Store[1]);
        Assert.Equal(1, Store.Loads);
    }

    [Fact]
    public async Task Accepting_is_one_round_trip()
    {
        WriteBehindCache<int, string> cache = await OpenAsync();
        await AcceptAsync(cache, 1, "warm");
        CommandLog log = await LogCommandsAsync();
        await AcceptAsync(cache, 1, "one");
        await cache.DeleteAsync(1, Cancellation);
        Assert.Equal("EVALSHA EVALSHA", log.Take());
    }

    [Fact]
    public async Task A_removal_is_seen_at_once_and_reaches_the_source_later()
    {
        WriteBehindCache<int, string> cache = await OpenAsync();
        Store[1] = "old";
        Assert.Equal(WriteBehindOutcome.Accepted, await cache.DeleteAsync(1, Cancellation));
        Assert.Null(await cache.GetAsync(1, Cancellation));
        await cache.RemoveAsync(1, Cancellation);
        Assert.Null(await cache.GetAsync(1, Cancellation));
        Assert.Equal("old", Store[1]);
        await WorkAsync(cache);
        Assert.Null(Store[1]);
        Assert.Equal(0, Store.Loads);
    }

    [Fact]
    public async Task A_reader_finds_a_pending_write_though_its_entry_is_gone()
    {
        WriteBehindCache<int, string> cache = await OpenAsync();
        foreach (int key in Enumerable.Range(1, 9))
        {
            Store[key] = "old";
            await AcceptAsync(cache, key, "first");
            await AcceptAsync(cache, key, $"new {key}");
            await cache.RemoveAsync(key, Cancellation);
        }

        Store[10] = "ten";
        Assert.Equal("new 1", await cache.GetAsync(1, Cancellation));
        IReadOnlyDictionary<int, string> all = await cache.GetManyAsync([.. Enumerable.Range(1, 11)], Cancellation);
        Assert.Equal(
            [.. Enumerable.Range(1, 9).Select(key => $"new {key}"), "ten"],
            all.OrderBy(value => value.Key).Select(value => value.Value));
        await WorkAsync(cache);
        await cache.RemoveAsync(1, Cancellation);
        Assert.Equal("new 1", await cache.GetAsync(1, Cancellation));
    }

    [Fact]
    public async Task What_a_reader_read_before_a_write_is_not_stored_after_it()
    {
        WriteBehindCache<int, string> cache = await OpenAsync(options => options.Partitions = 1);
        var redis = new RedisCache(await DatabaseAsync(), new RedisCacheOptions { KeyPrefix = Prefix });
        var before = new ControlledSource<string>();
        Task<string> reader = before.ReadAsync(redis, "{writes:0}row:1");
        await before.Called;
        await AcceptAsync(cache, 1, "new");
        before.Answer("old");
        Assert.Equal("old", await reader);
        Assert.Equal("new", await cache.GetAsync(1, Cancellation));
    }

    [Fact]
    public async Task Batches_are_bounded_and_have_one_write_for_each_key_the_last_one()
    {
        WriteBehindCache<int, string> cache = await OpenAsync(options =>
        {
            options.Partitions = 1;
            options.BatchSize = 10;
        });
        for (int write = 0; write < 60; write++)
        {
            await AcceptAsync(cache, write % 30, $"{write}");
        }

        await WorkAsync(cache);
        Assert.All(Store.Batches, batch =>
        {
            Assert.InRange(batch.Count, 1, 10);
            Assert.Equal(batch.Count, batch.Select(write => write.Key).Distinct().Count());
            Assert.Equal(batch.Select(write => write.Version).Order(), batch.Select(write => write.Version));
        });
        Assert.All(Enumerable.Range(0, 30), key => Assert.Equal($"{key + 30}", Store[key]));
    }

    [Fact]
    public async Task Without_coalescing_the_source_gets_every_write_of_a_key_in_order()
    {
        WriteBehindCache<int, string> cache = await OpenAsync(options => options.Coalesce = false);
        for (int write = 0; write < 60; write++)
        {
            await AcceptAsync(cache, write % 3, $"{write}");
        }

        await WorkAsync(cache);
        Assert.All(Enumerable.Range(0, 3), key => Assert.Equal(
            Enumerable.Range(0, 20).Select(write => $"{key + (3 * write)}"), Store.HistoryOf(key)));
    }

    [Fact]
    public async Task Writes_above_the_bound_are_refused_until_the_source_has_taken_some()
    {
        WriteBehindCache<int, string> cache = await OpenAsync(options =>
        {
            options.Partitions = 1;
            options.MaxPending = 100;
        });
        for (int write = 0; write < 100; write++)
        {
            await AcceptAsync(cache, 1, $"{write}");
        }

        Assert.Equal(WriteBehindOutcome.Full, await cache.SetAsync(1, "too many", Cancellation));
        Assert.Equal(WriteBehindOutcome.Full, await cache.DeleteAsync(2, Cancellation));
        Assert.Equal("99", await cache.GetAsync(1, Cancellation));
        await WorkAsync(cache);
        await AcceptAsync(cache, 1, "room again");
    }

    [Fact]
    public async Task Tags_of_the_options_invalidate_entries_and_not_what_is_pending()
    {
        WriteBehindCache<int, string> cache = await OpenAsync(options => options.Tags = ["rows"]);
        Store[1] = "old";
        await AcceptAsync(cache, 1, "new");
        var redis = new RedisCache(await DatabaseAsync(), new RedisCacheOptions { KeyPrefix = Prefix });
        await redis.RemoveByTagAsync("rows", Cancellation);
        Assert.Equal("new", await cache.GetAsync(1, Cancellation));
    }

    [Fact]
    public async Task A_worker_that_is_stopped_ends_its_batch_and_gives_its_parts_back()
    {
        WriteBehindCache<int, string> cache = await OpenAsync(options => options.Partitions = 1);
        var called = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        Store.Before = (_, _) =>
        {
            called.TrySetResult();
            return go.Task;
        };
        await AcceptAsync(cache, 1, "one");
        using var stop = new CancellationTokenSource();
        Task working = cache.RunAsync(stop.Token);
        await called.Task;
        await stop.CancelAsync();
        go.SetResult();
        await working;
        Assert.Equal("one", Store[1]);
        Assert.Equal(0, await cache.CountPendingAsync(Cancellation));
        Assert.False(await (await DatabaseAsync()).KeyExistsAsync($"{Prefix}:2:w:{{writes:0}}:owner"));
    }

    [Fact]
    public async Task A_worker_takes_over_from_one_that_stands_still_and_that_one_is_told()
    {
        WriteBehindCache<int, string> first = await OpenAsync(Configure);
        WriteBehindCache<int, string> second = await OpenAsync(Configure);
        var called = new TaskCompletionSource<CancellationToken>();
        Store.Before = (_, token) => called.TrySetResult(token)
            ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token)
            : Task.CompletedTask;
        await AcceptAsync(first, 1, "one");
        using var stop = new CancellationTokenSource();
        Task still = first.RunAsync(stop.Token);
        CancellationToken lost = await called.Task;
        Assert.True(await (await DatabaseAsync()).KeyDeleteAsync($"{Prefix}:2:w:{{writes:0}}:owner"));

        await WorkAsync(second);

        Assert.Equal("one", Store[1]);
        await Eventually.TrueAsync(() => lost.IsCancellationRequested, "the first was told");
        await Eventually.TrueAsync(() => WorkerLog[1015].Count == 1, "it was logged");
        await stop.CancelAsync();
        await still;
        Assert.Single(Store.Batches);

        static void Configure(WriteBehindOptions options)
        {
            options.Partitions = 1;
            options.LeaseTime = TimeSpan.FromSeconds(1);
        }
    }

    [Fact]
    public async Task Two_workers_share_the_parts_and_no_write_comes_twice()
    {
        WriteBehindCache<int, string> first = await OpenAsync(options => options.Coalesce = false);
        WriteBehindCache<int, string> second = await OpenAsync(options => options.Coalesce = false);
        using var stop = new CancellationTokenSource();
        Task[] working = [first.RunAsync(stop.Token), second.RunAsync(stop.Token)];
        await Task.WhenAll(Enumerable.Range(0, 10).Select(async key =>
        {
            for (int write = 0; write < 20; write++)
            {
                await AcceptAsync(key % 2 == 0 ? first : second, key, $"{write}");
            }
        }));
        await Eventually.TrueAsync(
            async () => await first.CountPendingAsync(Cancellation) == 0, "the writes were handed on");
        await stop.CancelAsync();
        await Task.WhenAll(working);
        Assert.All(Enumerable.Range(0, 10), key => Assert.Equal(
            Enumerable.Range(0, 20).Select(write => $"{write}"), Store.HistoryOf(key)));
    }

    [Fact]
    public async Task Nothing_is_left_in_Redis_of_writes_that_the_source_has()
    {
        WriteBehindCache<int, string> cache = await OpenAsync(options => options.Partitions = 1);
        await AcceptAsync(cache, 1, "one");
        await AcceptAsync(cache, 1, "two");
        await WorkAsync(cache);
        IDatabase database = await DatabaseAsync();
        RedisValue[] fields = await database.HashKeysAsync($"{Prefix}:2:w:{{writes:0}}:pending");
        Assert.Equal("v", Assert.Single(fields));
        Assert.Equal(0, await database.StreamLengthAsync($"{Prefix}:2:w:{{writes:0}}:log"));
    }
}
