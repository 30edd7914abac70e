using Patterns.Caching.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Caching.Tests.Cases;

/// <summary>The stale-set race: one process reads the source and stores what it read, another changes the source and
/// invalidates. At every interleaving of the two, nothing older than the invalidation may be left in the
/// cache.</summary>
public abstract class StaleSetCases(RecipeServer server) : CacheCases(server)
{
    // The reader's steps: read the cache, take the lease, read the source, fill. The writer's: source, invalidation.
    private const int ReaderSteps = 4;
    private const int WriterSteps = 2;

    public static TheoryData<string> Invalidations => new("remove", "set", "expire", "DEL by another program");

    /// <summary>Every order of the steps: the places of the writer's two among all six.</summary>
    private static IEnumerable<(int First, int Second)> Interleavings =>
        from first in Enumerable.Range(0, ReaderSteps + WriterSteps)
        from second in Enumerable.Range(first + 1, ReaderSteps + WriterSteps - first - 1)
        select (first, second);

    [Theory]
    [MemberData(nameof(Invalidations))]
    public async Task Nothing_older_than_an_invalidation_is_stored_at_any_interleaving(string invalidation)
    {
        Assert.Equal(15, Interleavings.Count());
        foreach ((int first, int second) in Interleavings)
        {
            string key = $"{invalidation}-{first}-{second}";
            string? left = await RunAsync(
                key, first, second, (cache, source) => InvalidateAsync(cache, key, invalidation, source));
            Assert.NotEqual("old", left);
        }
    }

    [Fact]
    public async Task Without_a_lease_the_same_interleavings_leave_stale_values()
    {
        int stale = 0;
        IDatabase database = await DatabaseAsync();
        foreach ((int first, int second) in Interleavings)
        {
            // Plain cache-aside: GET, a step for nothing, source, SET; the writer's DEL.
            RedisKey key = $"{Prefix}:plain-{first}-{second}";
            string source = "old", read = "";
            Queue<Func<Task>> reader = new(
            [
                () => database.StringGetAsync(key),
                () => Task.CompletedTask,
                () => Task.FromResult(read = source),
                () => database.StringSetAsync(key, read, TimeSpan.FromHours(1)),
            ]);
            Queue<Func<Task>> writer = new(
                [() => Task.FromResult(source = "new"), () => database.KeyDeleteAsync(key)]);
            for (int step = 0; step < ReaderSteps + WriterSteps; step++)
            {
                await (step == first || step == second ? writer : reader).Dequeue()();
            }

            stale += await database.StringGetAsync(key) == "old" ? 1 : 0;
        }

        // The reader has read the source before it changes, and stores after the invalidation.
        Assert.Equal(1, stale);
    }

    private async Task<string?> RunAsync(
        string key, int first, int second, Func<RedisCache, string, Task> invalidateAsync)
    {
        var steps = new StepGate();
        void Configure(RedisCacheOptions options) => options.StaleFor = TimeSpan.FromHours(1);
        RedisCache reader = await CreateAsync(options =>
        {
            Configure(options);
            options.RedisPipeline = steps.Pipeline;
        });
        RedisCache writer = await CreateAsync(Configure);
        string source = "old";
        Task<string> read = reader.GetOrSetAsync(
            key, (_, _) => steps.DoAsync(() => source), cancellationToken: Cancellation).AsTask();
        Queue<Func<Task>> writes = new(
            [() => Task.FromResult(source = "new"), () => invalidateAsync(writer, source)]);
        for (int step = 0; step < ReaderSteps + WriterSteps; step++)
        {
            if (step == first || step == second)
            {
                await writes.Dequeue()();
            }
            else
            {
                await steps.StepAsync(read);
            }
        }

        steps.Open();
        await Eventually.ResultAsync(read);
        CacheLookup<string> left = await writer.TryGetAsync<string>(key, Cancellation);
        return left.HasValue ? left.Value : null;
    }

    private async Task InvalidateAsync(RedisCache cache, string key, string invalidation, string source)
    {
        switch (invalidation)
        {
            case "remove":
                await cache.RemoveAsync(key, Cancellation);
                break;
            case "set":
                await cache.SetAsync(key, source, cancellationToken: Cancellation);
                break;
            case "expire":
                await cache.ExpireAsync(key, Cancellation);
                break;
            default:
                await (await DatabaseAsync()).KeyDeleteAsync(KeyOf(key));
                break;
        }
    }
}
