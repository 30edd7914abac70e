using Patterns.Caching.Strategies.WriteBehind;
using Patterns.Caching.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Caching.Tests.Cases;

/// <summary>Writes that the source does not take.</summary>
public abstract class WriteFailureCases(RecipeServer server) : WriteBehindSetup(server)
{
    [Fact]
    public async Task A_write_that_fails_is_tried_again_and_holds_up_no_other_key()
    {
        WriteBehindCache<int, string> cache = await OpenAsync(options =>
        {
            options.Partitions = 1;
            options.Coalesce = false;
        });
        int failures = 0;
        Store.Before = (writes, _) => writes.Any(write => write.Value == "bad") && failures++ < 6
            ? throw new TimeZoneNotFoundException("Not now.")
            : Task.CompletedTask;
        await AcceptAsync(cache, 1, "bad");
        await AcceptAsync(cache, 1, "after");
        await AcceptAsync(cache, 2, "good");

        await WorkAsync(cache);

        Assert.Equal(["bad", "after"], Store.HistoryOf(1));
        Assert.Equal("good", Store.Batches[0].Single().Value);
        Assert.Empty(await cache.DeadWrites.ListAsync(10, Cancellation));
        Assert.NotEmpty(WorkerLog[1014]);
    }

    [Fact]
    public async Task A_rejected_write_dies_at_once_and_readers_see_what_the_source_has()
    {
        WriteBehindCache<int, string> cache = await OpenAsync();
        Store[1] = "old";
        Store.Before = Reject;
        await AcceptAsync(cache, 1, "bad");
        await AcceptAsync(cache, 2, "good");
        Assert.Equal("bad", await cache.GetAsync(1, Cancellation));

        await WorkAsync(cache);

        Assert.Equal("old", await cache.GetAsync(1, Cancellation));
        Assert.Equal("good", Store[2]);
        DeadWrite<int, string> dead = Assert.Single(await cache.DeadWrites.ListAsync(10, Cancellation));
        Assert.Equal(("row:1", "rejected", "Never."), (dead.Name, dead.Reason, dead.Error));
        Assert.Equal((1, "bad"), (dead.Write!.Key, dead.Write.Value));
        Assert.InRange(dead.BuriedAt, DateTimeOffset.FromUnixTimeMilliseconds(dead.Write.Version / 1000 - 1),
            DateTimeOffset.MaxValue);
        Assert.Contains("'row:1'", Assert.Single(WorkerLog[1016]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dead_write_can_be_tried_again_with_its_old_version()
    {
        WriteBehindCache<int, string> cache = await OpenAsync();
        Store.Before = Reject;
        await AcceptAsync(cache, 1, "bad");
        await WorkAsync(cache);
        DeadWrite<int, string> dead = Assert.Single(await cache.DeadWrites.ListAsync(10, Cancellation));
        Store.Before = null;

        Assert.True(await cache.DeadWrites.ReplayAsync(dead, Cancellation));

        Assert.Empty(await cache.DeadWrites.ListAsync(10, Cancellation));
        Assert.Equal("bad", await cache.GetAsync(1, Cancellation));
        Assert.False(await cache.DeadWrites.ReplayAsync(dead, Cancellation));
        await WorkAsync(cache);
        Assert.Equal("bad", Store[1]);
        Assert.Equal(dead.Write!.Version, Store.Batches[^1].Single().Version);
    }

    [Fact]
    public async Task A_dead_write_is_not_tried_again_over_a_later_one_and_can_be_deleted()
    {
        WriteBehindCache<int, string> cache = await OpenAsync();
        Store.Before = Reject;
        await AcceptAsync(cache, 1, "bad");
        await WorkAsync(cache);
        await AcceptAsync(cache, 1, "later");
        DeadWrite<int, string> dead = Assert.Single(await cache.DeadWrites.ListAsync(10, Cancellation));
        Assert.False(await cache.DeadWrites.ReplayAsync(dead, Cancellation));
        Assert.True(await cache.DeadWrites.DeleteAsync(dead, Cancellation));
        Assert.False(await cache.DeadWrites.DeleteAsync(dead, Cancellation));
        Assert.Empty(await cache.DeadWrites.ListAsync(10, Cancellation));
        Assert.Equal("later", await cache.GetAsync(1, Cancellation));
    }

    [Fact]
    public async Task A_write_that_dies_leaves_a_later_one_alone()
    {
        WriteBehindCache<int, string> cache = await OpenAsync(options => options.Coalesce = false);
        Store.Before = Reject;
        await AcceptAsync(cache, 1, "bad");
        await AcceptAsync(cache, 1, "good");
        await WorkAsync(cache);
        Assert.Equal(["good"], Store.HistoryOf(1));
        Assert.Equal("good", await cache.GetAsync(1, Cancellation));
        Assert.Single(await cache.DeadWrites.ListAsync(10, Cancellation));
    }

    [Fact]
    public async Task A_write_dies_after_as_many_attempts_as_allowed_however_many_workers_make_them()
    {
        WriteBehindCache<int, string> cache = await OpenAsync(options => options.MaxAttempts = 4);
        int attempts = 0;
        Store.Before = (_, _) =>
        {
            attempts++;
            throw new TimeZoneNotFoundException("Not today.");
        };
        await AcceptAsync(cache, 1, "bad");
        await WorkAsync(cache, () => Task.FromResult(attempts >= 2));
        await WorkAsync(cache);
        DeadWrite<int, string> dead = Assert.Single(await cache.DeadWrites.ListAsync(10, Cancellation));
        Assert.Equal(("attempts_exhausted", "Not today.", 4), (dead.Reason, dead.Error, dead.Attempts));
        Assert.Equal(4, attempts);
    }

    [Fact]
    public async Task While_the_source_is_down_no_write_dies()
    {
        WriteBehindCache<int, string> cache = await OpenAsync(options =>
        {
            options.Partitions = 1;
            options.MaxAttempts = 1;
        });
        int calls = 0;
        bool isDown = true;
        Store.Before = (_, _) =>
        {
            calls++;
            return isDown ? throw new TimeZoneNotFoundException("Down.") : Task.CompletedTask;
        };
        for (int key = 0; key < 20; key++)
        {
            await AcceptAsync(cache, key, $"{key}");
        }

        await WorkAsync(cache, () => Task.FromResult(calls >= 20));
        Assert.Empty(await cache.DeadWrites.ListAsync(10, Cancellation));
        isDown = false;
        await WorkAsync(cache);
        Assert.All(Enumerable.Range(0, 20), key => Assert.Equal($"{key}", Store[key]));
    }

    [Fact]
    public async Task A_write_that_cannot_be_read_dies()
    {
        WriteBehindCache<int, string> cache = await OpenAsync(options => options.Partitions = 1);
        await AcceptAsync(cache, 1, "good");
        await (await DatabaseAsync()).StreamAddAsync(
            $"{Prefix}:2:w:{{writes:0}}:log",
            [new("n", "row:2"), new("k", "2"), new("e", "no entry"), new("v", 5)]);
        await WorkAsync(cache);
        Assert.Equal("good", Store[1]);
        DeadWrite<int, string> dead = Assert.Single(await cache.DeadWrites.ListAsync(10, Cancellation));
        Assert.Equal(("row:2", "unreadable", null), (dead.Name, dead.Reason, dead.Write));
    }

    [Fact]
    public async Task A_source_that_does_not_answer_is_cancelled_and_asked_again()
    {
        WriteBehindCache<int, string> cache = await OpenAsync(
            options => options.StoreTimeout = TimeSpan.FromMilliseconds(20));
        int calls = 0;
        Store.Before = (_, token) => calls++ == 0
            ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token)
            : Task.CompletedTask;
        await AcceptAsync(cache, 1, "one");
        await WorkAsync(cache);
        Assert.Equal("one", Store[1]);
        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task A_worker_finds_writes_whose_ids_are_earlier_than_those_it_has_read()
    {
        WriteBehindCache<int, string> cache = await OpenAsync(options => options.Partitions = 1);
        await AcceptAsync(cache, 1, "one");
        using var stop = new CancellationTokenSource();
        Task working = cache.RunAsync(stop.Token);
        await Eventually.TrueAsync(() => Store[1] == "one", "the first was handed on");
        RedisKey log = $"{Prefix}:2:w:{{writes:0}}:log";
        IDatabase database = await DatabaseAsync();
        await Eventually.TrueAsync(async () => await database.StreamLengthAsync(log) == 0, "it was settled");

        // Redis has another clock, and knows nothing of the ids before.
        await database.KeyDeleteAsync(log);
        await database.StreamAddAsync(log, [new("n", "row:2"), new("k", "2"), new("e", "?"), new("v", 5)], "5-0");
        await Eventually.TrueAsync(
            async () => (await cache.DeadWrites.ListAsync(10, Cancellation)).Count == 1, "it was read");
        await stop.CancelAsync();
        await working;
    }

    [Fact]
    public async Task A_worker_that_cannot_go_on_says_so()
    {
        var redis = new RedisCache(await DatabaseAsync(), new RedisCacheOptions
        {
            KeyPrefix = Prefix,
            Serializer = new JsonCacheSerializer(TestJsonContext.Default),
        });
        await AcceptAsync(await OpenAsync(), 1, "one");
        var cache = new WriteBehindCache<long, string>(redis, new StoreOfLongs());
        await Assert.ThrowsAsync<NotSupportedException>(() => Eventually.ResultAsync(RunAsync()));

        async Task<bool> RunAsync()
        {
            await cache.RunAsync(Cancellation);
            return true;
        }
    }

    [Fact]
    public async Task What_becomes_of_writes_is_measured()
    {
        using var measurements = new Measurements("Patterns.Caching", Prefix);
        WriteBehindCache<int, string> cache = await OpenAsync(options =>
        {
            options.Partitions = 1;
            options.MaxPending = 100;
        });
        Store.Before = Reject;
        await AcceptAsync(cache, 1, "superseded");
        await AcceptAsync(cache, 1, "good");
        await AcceptAsync(cache, 2, "bad");
        await WorkAsync(cache);
        Assert.Equal(3, measurements.Sum("patterns.cache.write_behind.accepts", "accepted"));
        Assert.Equal(1, measurements.Sum("patterns.cache.write_behind.writes", "written"));
        Assert.Equal(1, measurements.Sum("patterns.cache.write_behind.writes", "superseded"));
        Assert.Equal(1, measurements.Sum("patterns.cache.write_behind.writes", "dead rejected"));
        Assert.Equal(1, measurements.Count("patterns.cache.write_behind.delay"));
        Assert.True(measurements.Sum("patterns.cache.write_behind.pending", "0") >= 3);
    }

    private static Task Reject(IReadOnlyList<PendingWrite<int, string>> writes, CancellationToken token)
        => writes.Any(write => write.Value == "bad") ? throw new WriteRejectedException("Never.") : Task.CompletedTask;

    /// <summary>A source whose keys are of a type that <see cref="TestJsonContext"/> does not know.</summary>
    private sealed class StoreOfLongs : ICacheBatchStore<long, string>
    {
        public ValueTask<string?> LoadAsync(long key, CancellationToken cancellationToken)
            => ValueTask.FromResult<string?>(null);

        public ValueTask WriteManyAsync(
            IReadOnlyList<PendingWrite<long, string>> writes, CancellationToken cancellationToken)
            => ValueTask.CompletedTask;
    }
}
