using Patterns.Caching.Strategies;
using Patterns.Caching.Strategies.ReadThrough;
using Patterns.Caching.Strategies.RefreshAhead;
using Patterns.Caching.Strategies.WriteThrough;
using Patterns.Caching.Tests.Support;

namespace Patterns.Caching.Tests.Cases;

/// <summary>Read-through, write-through and refresh-ahead.</summary>
public abstract class StrategyCases(RecipeServer server) : CacheCases(server)
{
    private readonly MemoryStore _store = new();

    [Fact]
    public async Task A_read_through_cache_loads_what_is_missing_once()
    {
        _store[1] = "one";
        var cache = new ReadThroughCache<int, string>(await CreateAsync(), _store);
        Assert.Equal("one", await cache.GetAsync(1, Cancellation));
        Assert.Equal("one", await cache.GetAsync(1, Cancellation));
        Assert.Null(await cache.GetAsync(2, Cancellation));
        Assert.Null(await cache.GetAsync(2, Cancellation));
        Assert.Equal(2, _store.Loads);

        _store[1] = "two";
        Assert.Equal(CacheWriteResult.Confirmed, await cache.RemoveAsync(1, Cancellation));
        Assert.Equal("two", await cache.GetAsync(1, Cancellation));
    }

    [Fact]
    public async Task A_read_through_cache_loads_many_by_the_loader()
    {
        _store[1] = "one";
        _store[2] = "two";
        var options = new ReadThroughOptions<int, string> { NameOf = key => $"row:{key}", Tags = ["rows"] };
        RedisCache rows = await CreateAsync();
        var cache = new ReadThroughCache<int, string>(rows, _store, options);
        IReadOnlyDictionary<int, string> values = await cache.GetManyAsync([1, 2, 3, 1], Cancellation);
        Assert.Equal(["1=one", "2=two"], values.Select(value => $"{value.Key}={value.Value}").Order());
        Assert.Equal(2, (await cache.GetManyAsync([1, 2, 3], Cancellation)).Count);
        Assert.Equal(3, _store.Loads);
        Assert.True((await rows.TryGetAsync<string>("row:1", Cancellation)).HasValue);
        await rows.RemoveByTagAsync("rows", Cancellation);
        Assert.Equal("one", await cache.GetAsync(1, Cancellation));
        Assert.Equal(4, _store.Loads);
    }

    [Fact]
    public async Task A_write_goes_to_the_store_and_then_to_the_cache()
    {
        var cache = new WriteThroughCache<int, string>(await CreateAsync(), _store);
        Assert.Null(await cache.GetAsync(1, Cancellation));
        Assert.Equal(WriteThroughOutcome.Cached, await cache.SetAsync(1, "one", Cancellation));
        Assert.Equal("one", _store[1]);
        Assert.Equal("one", await cache.GetAsync(1, Cancellation));
        Assert.Equal(1, _store.Loads);

        Assert.Equal(WriteThroughOutcome.Cached, await cache.DeleteAsync(1, Cancellation));
        Assert.Null(_store[1]);
        Assert.Null(await cache.GetAsync(1, Cancellation));
        Assert.Equal(1, _store.Loads);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_write_that_fails_leaves_nothing_in_the_cache_because_it_may_have_happened(bool happened)
    {
        _store[1] = "old";
        var cache = new WriteThroughCache<int, string>(await CreateAsync(), _store);
        Assert.Equal("old", await cache.GetAsync(1, Cancellation));
        Func<Task> fail = () => throw new TimeZoneNotFoundException();
        (_store.BeforeWrite, _store.AfterWrite) = happened ? (null, fail) : (fail, (Func<Task>?)null);

        await Assert.ThrowsAsync<TimeZoneNotFoundException>(
            async () => await cache.SetAsync(1, "new", Cancellation));

        Assert.Equal(happened ? "new" : "old", await cache.GetAsync(1, Cancellation));
    }

    [Fact]
    public async Task A_reader_that_read_before_the_write_does_not_store_after_it()
    {
        RedisCache redis = await CreateAsync();
        var before = new ControlledSource<string>();
        Task<string> reader = before.ReadAsync(redis, "1");
        await before.Called;
        var cache = new WriteThroughCache<int, string>(await CreateAsync(), _store);

        Assert.Equal(WriteThroughOutcome.Cached, await cache.SetAsync(1, "new", Cancellation));
        before.Answer("old");

        Assert.Equal("old", await reader);
        Assert.Equal("new", await cache.GetAsync(1, Cancellation));
    }

    [Fact]
    public async Task A_reader_during_the_write_waits_for_it()
    {
        var cache = new WriteThroughCache<int, string>(await CreateAsync(), _store);
        var other = new ReadThroughCache<int, string>(await CreateAsync(), _store);
        var writing = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        _store.BeforeWrite = () =>
        {
            writing.SetResult();
            return go.Task;
        };
        Task<WriteThroughOutcome> write = cache.SetAsync(1, "new", Cancellation).AsTask();
        await writing.Task;
        Task<string?> read = other.GetAsync(1, Cancellation).AsTask();
        go.SetResult();

        Assert.Equal(WriteThroughOutcome.Cached, await Eventually.ResultAsync(write));
        Assert.Equal("new", await Eventually.ResultAsync(read));
        Assert.Equal(0, _store.Loads);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Two_writers_at_once_leave_nothing_that_the_store_does_not_have(bool firstEndsFirst)
    {
        var first = new WriteThroughCache<int, string>(await CreateAsync(), _store);
        var second = new WriteThroughCache<int, string>(await CreateAsync(), _store);
        var written = new TaskCompletionSource();
        var end = new TaskCompletionSource();
        bool isFirst = true;
        _store.AfterWrite = async () =>
        {
            if (isFirst)
            {
                isFirst = false;
                written.SetResult();
                await end.Task;
            }
        };
        Task<WriteThroughOutcome> slow = first.SetAsync(1, "first", Cancellation).AsTask();
        await written.Task;
        if (firstEndsFirst)
        {
            _store.BeforeWrite = async () =>
            {
                end.SetResult();
                await slow;
            };
        }

        WriteThroughOutcome quick = await second.SetAsync(1, "second", Cancellation);
        end.TrySetResult();

        Assert.Equal(WriteThroughOutcome.Removed, await slow);
        Assert.Equal(firstEndsFirst ? WriteThroughOutcome.Removed : WriteThroughOutcome.Cached, quick);
        Assert.Equal("second", await second.GetAsync(1, Cancellation));
    }

    [Fact]
    public async Task A_value_that_cannot_be_cached_is_refused_before_the_store_is_written()
    {
        var cache = new WriteThroughCache<int, string>(
            await CreateAsync(options => options.MaxValueBytes = 1024), _store);
        await Assert.ThrowsAsync<CacheValueTooLargeException>(
            async () => await cache.SetAsync(1, new string('x', 2000), Cancellation));
        Assert.Null(_store[1]);
    }

    [Fact]
    public async Task Once_warm_nobody_waits_for_the_source_of_a_refresh_ahead_cache()
    {
        var loader = new SlowLoader();
        var options = new RefreshAheadOptions
        {
            TimeToLive = TimeSpan.FromHours(1),
            RefreshAfter = 0.7,
        };
        RedisCache redis = await CreateAsync();
        await using var cache = new RefreshAheadCache<int, string>(redis, loader, options, timeProvider: Clock);
        loader.Gate.SetResult();
        Assert.Equal("1", await cache.GetAsync(1, Cancellation));
        Assert.Equal("1", await cache.GetAsync(1, Cancellation));
        loader.Gate = new TaskCompletionSource();

        // 20 minutes are left: the last three tenths have not begun. Then 10 minutes: they have.
        await SetTimeLeftAsync("1", TimeSpan.FromMinutes(20));
        await cache.GetAsync(1, Cancellation);
        Assert.Equal(0, redis.FlightsUnderWay);
        await SetTimeLeftAsync("1", TimeSpan.FromMinutes(10));
        Assert.Equal("1", await cache.GetAsync(1, Cancellation));
        Assert.Equal("1", await cache.GetAsync(1, Cancellation));
        Assert.Equal(1, redis.FlightsUnderWay);

        loader.Gate.SetResult();
        await Eventually.TrueAsync(() => redis.FlightsUnderWay == 0, "the refresh ended");
        Assert.Equal("2", await cache.GetAsync(1, Cancellation));
        Assert.Equal(2, loader.Loads);
    }

    [Fact]
    public async Task A_value_that_is_kept_warm_is_refreshed_without_being_read()
    {
        var loader = new SlowLoader();
        loader.Gate.SetResult();
        var options = new RefreshAheadOptions { TimeToLive = TimeSpan.FromHours(1) };
        RedisCache redis = await CreateAsync();
        await using var cache = new RefreshAheadCache<int, string>(redis, loader, options, timeProvider: Clock);
        cache.KeepWarm(1);
        await Clock.AdvanceAsync(options.WarmingInterval, Cancellation);
        await Eventually.TrueAsync(
            async () => (await redis.TryGetAsync<string>("1", Cancellation)).HasValue, "it was loaded");
        await SetTimeLeftAsync("1", TimeSpan.FromMinutes(10));
        await Clock.AdvanceAsync(options.WarmingInterval, Cancellation);
        await Eventually.TrueAsync(
            async () => (await redis.TryGetAsync<string>("1", Cancellation)).Value == "2", "it was refreshed");

        cache.LetCool(1);
        await SetTimeLeftAsync("1", TimeSpan.FromMinutes(10));
        await Clock.AdvanceAsync(options.WarmingInterval, Cancellation);
        Assert.Equal(2, loader.Loads);
    }

    private async Task SetTimeLeftAsync(string name, TimeSpan left)
        => Assert.True(await (await DatabaseAsync()).KeyExpireAsync(KeyOf(name), left + TimeSpan.FromSeconds(4)));

    private sealed class SlowLoader : ICacheLoader<int, string>
    {
        private int _loads;

        public int Loads => Volatile.Read(ref _loads);

        public TaskCompletionSource Gate { get; set; } = new();

        public async ValueTask<string?> LoadAsync(int key, CancellationToken cancellationToken)
        {
            int load = Interlocked.Increment(ref _loads);
            await Gate.Task;
            return $"{load}";
        }
    }
}
