using Patterns.Caching.Tests.Support;

namespace Patterns.Caching.Tests.Cases;

/// <summary>Several values in one call.</summary>
public abstract class BulkCases(RecipeServer server) : CacheCases(server)
{
    private readonly List<string> _asked = [];

    [Fact]
    public async Task The_source_is_asked_once_for_all_that_are_missing()
    {
        RedisCache cache = await CreateAsync();
        await cache.SetAsync("b", "cached", cancellationToken: Cancellation);

        IReadOnlyDictionary<string, string> values = await ReadAsync(cache, "a", "b", "c", "a");

        Assert.Equal(["a c"], _asked);
        Assert.Equal(["a=1", "b=cached", "c=1"], values.Select(value => $"{value.Key}={value.Value}").Order());
        Assert.Equal(3, (await ReadAsync(cache, "a", "b", "c")).Count);
        Assert.Single(_asked);
        Assert.Equal("1", (await cache.TryGetAsync<string>("c", Cancellation)).Value);
    }

    [Fact]
    public async Task Hits_are_one_round_trip_and_misses_three()
    {
        RedisCache cache = await CreateAsync();
        string[] keys = [.. Enumerable.Range(0, 100).Select(i => $"{{slot}}{i}")];
        string[] other = [.. keys.Select(key => key + "x")];
        await ReadUntaggedAsync(keys);
        CommandLog log = await LogCommandsAsync();

        await ReadUntaggedAsync(keys);
        Assert.Equal("EVALSHA", log.Take());

        // The fills are sent together.
        await ReadUntaggedAsync(other);
        Assert.Equal("EVALSHA EVALSHA" + string.Concat(Enumerable.Repeat(" EVALSHA", 100)), log.Take());

        Task ReadUntaggedAsync(string[] wanted) => cache.GetOrSetManyAsync(
            wanted,
            (missing, _, _) => ValueTask.FromResult<IReadOnlyDictionary<string, int>>(
                missing.ToDictionary(key => key, _ => 1)),
            cancellationToken: Cancellation).AsTask();
    }

    [Fact]
    public async Task Keys_in_all_slots_come_back()
    {
        RedisCache cache = await CreateAsync();
        string[] keys = [.. Enumerable.Range(0, 300).Select(i => $"k{i}")];
        Assert.Equal(300, (await ReadAsync(cache, keys)).Count);
        Assert.Equal(300, (await ReadAsync(cache, keys)).Count);
        Assert.Single(_asked);
    }

    [Fact]
    public async Task What_the_source_does_not_have_is_remembered_and_left_out()
    {
        RedisCache cache = await CreateAsync();
        IReadOnlyDictionary<string, string> values = await ReadAsync(cache, "a", "missing");
        Assert.Equal(["a"], values.Keys);
        Assert.Equal(["a"], (await ReadAsync(cache, "a", "missing")).Keys);
        Assert.Single(_asked);
        CacheLookup<string?> lookup = await cache.TryGetAsync<string?>("missing", Cancellation);
        Assert.True(lookup.HasValue);
        Assert.Null(lookup.Value);

        IReadOnlyDictionary<string, int> numbers = await cache.GetOrSetManyAsync(
            ["n", "missing number"],
            (_, _, _) => ValueTask.FromResult<IReadOnlyDictionary<string, int>>(
                new Dictionary<string, int> { ["n"] = 0 }),
            cancellationToken: Cancellation);
        Assert.Equal(0, Assert.Single(numbers).Value);
        Assert.False((await cache.TryGetAsync<int>("missing number", Cancellation)).HasValue);
    }

    [Fact]
    public async Task A_key_that_is_being_filled_is_waited_for_and_not_asked_for()
    {
        using var measurements = new Measurements("Patterns.Caching", Prefix);
        RedisCache here = await CreateAsync();
        RedisCache there = await CreateAsync();
        var mine = new ControlledSource<string>();
        var others = new ControlledSource<string>();
        Task<string> first = mine.ReadAsync(here, "mine");
        Task<string> second = others.ReadAsync(there, "others");
        await mine.Called;
        await others.Called;

        Task<IReadOnlyDictionary<string, string>> many = ReadAsync(here, "a", "mine", "others");
        await Eventually.TrueAsync(
            () => measurements.Count("patterns.cache.redis.duration", "SUBSCRIBE") > 0,
            "it waited for the other process");
        mine.Answer("mine");
        others.Answer("others");

        Assert.Equal(
            ["a=1", "mine=mine", "others=others"],
            (await Eventually.ResultAsync(many)).Select(value => $"{value.Key}={value.Value}").Order());
        Assert.Equal(["a"], _asked);
        Assert.Equal("mine", await first);
        Assert.Equal("others", await second);
    }

    [Fact]
    public async Task A_failure_of_the_source_reaches_the_caller_and_frees_the_keys()
    {
        RedisCache cache = await CreateAsync();
        await Assert.ThrowsAsync<TimeZoneNotFoundException>(async () => await cache.GetOrSetManyAsync<string>(
            ["a", "b"], (_, _, _) => throw new TimeZoneNotFoundException(), cancellationToken: Cancellation));
        Assert.Equal(0, cache.FlightsUnderWay);
        Assert.Equal(2, (await ReadAsync(cache, "a", "b")).Count);
    }

    [Fact]
    public async Task Callers_that_leave_cancel_the_source_call()
    {
        RedisCache cache = await CreateAsync();
        using var leaves = new CancellationTokenSource();
        var called = new TaskCompletionSource<CancellationToken>();
        Task<IReadOnlyDictionary<string, string>> reader = cache.GetOrSetManyAsync<string>(
            ["a", "b"],
            async (_, _, token) =>
            {
                called.SetResult(token);
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
                return new Dictionary<string, string>();
            },
            cancellationToken: leaves.Token).AsTask();
        CancellationToken token = await called.Task;

        await leaves.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reader);
        await Eventually.TrueAsync(() => token.IsCancellationRequested, "the source call was cancelled");
        await Eventually.TrueAsync(() => cache.FlightsUnderWay == 0, "no flight was left");
    }

    [Fact]
    public async Task A_single_reader_shares_the_call_for_many()
    {
        RedisCache cache = await CreateAsync();
        var called = new TaskCompletionSource();
        var answer = new TaskCompletionSource<IReadOnlyDictionary<string, string>>();
        Task<IReadOnlyDictionary<string, string>> many = cache.GetOrSetManyAsync<string>(
            ["a", "b"],
            async (_, _, _) =>
            {
                called.SetResult();
                return await answer.Task;
            },
            cancellationToken: Cancellation).AsTask();
        await called.Task;
        var single = new ControlledSource<string>();
        Task<string> one = single.ReadAsync(cache, "b");
        answer.SetResult(new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" });

        Assert.Equal(2, (await many).Count);
        Assert.Equal("2", await Eventually.ResultAsync(one));
        Assert.Equal(0, single.Calls);
    }

    [Fact]
    public async Task What_a_tag_has_invalidated_is_asked_for_anew()
    {
        RedisCache cache = await CreateAsync();
        await ReadAsync(cache, "a", "b");
        await cache.RemoveByTagAsync("letters", Cancellation);
        await ReadAsync(cache, "a", "b");
        Assert.Equal(["a b", "a b"], _asked);
    }

    private Task<IReadOnlyDictionary<string, string>> ReadAsync(RedisCache cache, params string[] keys)
        => cache.GetOrSetManyAsync(
            keys,
            (missing, _, _) =>
            {
                _asked.Add(string.Join(' ', missing));
                return ValueTask.FromResult<IReadOnlyDictionary<string, string>>(
                    missing.Where(key => key != "missing").ToDictionary(key => key, _ => "1"));
            },
            tags: ["letters"],
            cancellationToken: Cancellation).AsTask();
}
