using Patterns.Caching.Guards;
using Patterns.Caching.Strategies.ReadThrough;
using Patterns.Caching.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Caching.Tests.Cases;

/// <summary>A Bloom filter keeps questions about what never existed away from the source.</summary>
public abstract class GuardCases(RecipeServer server) : CacheCases(server)
{
    [Fact]
    public async Task Names_that_were_never_added_are_denied_and_others_never()
    {
        BloomGuard guard = await CreateGuardAsync();
        Assert.True(await guard.RebuildAsync(Names(0, 2_000), Cancellation));
        Assert.Equal(CacheWriteResult.Confirmed, await guard.AddAsync("added", Cancellation));

        Assert.True(await guard.MightContainAsync("added", Cancellation));
        Assert.All(
            await guard.MightContainAsync([.. Enumerable.Range(0, 2_000).Select(i
                => $"n{i}")], Cancellation), Assert.True);
        IReadOnlyList<bool> others =
            await guard.MightContainAsync([.. Enumerable.Range(2_000, 1_000).Select(i => $"n{i}")], Cancellation);
        Assert.InRange(others.Count(answer => answer), 0, 40);
    }

    [Fact]
    public async Task Without_a_filter_everything_passes()
    {
        BloomGuard guard = await CreateGuardAsync();
        Assert.True(await guard.MightContainAsync("a", Cancellation));
        await guard.AddAsync("b", Cancellation);
        Assert.True(await guard.MightContainAsync("a", Cancellation));
    }

    [Fact]
    public async Task A_filter_whose_bits_are_lost_lets_everything_pass_until_it_is_rebuilt()
    {
        BloomGuard guard = await CreateGuardAsync();
        await guard.RebuildAsync(Names(0, 1), Cancellation);
        Assert.False(await guard.MightContainAsync("a", Cancellation));
        IDatabase database = await DatabaseAsync();
        string tag = $"{Prefix}:1:{{19171x7}}";
        await database.KeyDeleteAsync([$"{tag}:bits:0", $"{tag}:bits:1"]);
        Assert.True(await guard.MightContainAsync("a", Cancellation));

        Assert.True(await guard.RebuildAsync(Names(0, 1), Cancellation));
        Assert.False(await guard.MightContainAsync("a", Cancellation));
        Assert.InRange(
            (await database.KeyTimeToLiveAsync($"{tag}:state"))!.Value, TimeSpan.FromDays(6.9), TimeSpan.FromDays(7));
    }

    [Fact]
    public async Task A_rebuild_forgets_what_is_gone_and_keeps_what_is_added_meanwhile()
    {
        BloomGuard guard = await CreateGuardAsync();
        await guard.RebuildAsync(Names(0, 10), Cancellation);

        Assert.True(await guard.RebuildAsync(
            Names(5, 10, async () =>
            {
                Assert.True(await guard.MightContainAsync("n0", Cancellation));
                await guard.AddAsync("added", Cancellation);
            }),
            Cancellation));

        Assert.False(await guard.MightContainAsync("n0", Cancellation));
        Assert.True(await guard.MightContainAsync("n9", Cancellation));
        Assert.True(await guard.MightContainAsync("added", Cancellation));
    }

    [Fact]
    public async Task Of_two_rebuilds_the_one_that_began_last_wins()
    {
        BloomGuard guard = await CreateGuardAsync();
        bool second = false;
        bool first = await guard.RebuildAsync(
            Names(0, 10, async () => second = await guard.RebuildAsync(Names(100, 110), Cancellation)), Cancellation);

        Assert.Equal((false, true), (first, second));
        Assert.False(await guard.MightContainAsync("n0", Cancellation));
        Assert.True(await guard.MightContainAsync("n100", Cancellation));
    }

    [Fact]
    public async Task A_guarded_cache_does_not_ask_its_loader_for_what_never_existed()
    {
        BloomGuard guard = await CreateGuardAsync();
        await guard.RebuildAsync(Names(0, 0), Cancellation);
        await guard.AddAsync("1", Cancellation);
        var store = new MemoryStore { [1] = "one" };
        RedisCache redis = await CreateAsync();
        var cache = new ReadThroughCache<int, string>(
            redis, store, new ReadThroughOptions<int, string> { Guard = guard });

        Assert.Equal("one", await cache.GetAsync(1, Cancellation));
        Assert.Null(await cache.GetAsync(2, Cancellation));
        Assert.Equal(["one"], (await cache.GetManyAsync([1, 3, 4], Cancellation)).Values);

        Assert.Equal(1, store.Loads);
        Assert.False((await redis.TryGetAsync<string>("2", Cancellation)).HasValue);
    }

    private static async IAsyncEnumerable<string> Names(int from, int to, Func<Task>? afterwards = null)
    {
        for (int i = from; i < to; i++)
            yield return $"n{i}";

        await (afterwards?.Invoke() ?? Task.CompletedTask);
    }

    private async Task<BloomGuard> CreateGuardAsync()
        => new(await DatabaseAsync(), new BloomGuardOptions { KeyPrefix = Prefix, ExpectedNames = 2_000 }, null, Clock);
}
