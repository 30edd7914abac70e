using Patterns.Caching.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Caching.Tests.Cases;

/// <summary>What a hit allocates beyond the client's own GET and PTTL. Runs alone, because it counts the whole
/// process.</summary>
public abstract class AllocationCases(RecipeServer server) : CacheCases(server)
{
    // Optimised, it is the promise and the timer of the replies' deadline.
    private static int Budget => Allocations.IsOptimised<RedisCache>() ? 450 : 3_600;

    [Fact]
    public async Task A_hit_allocates_little_more_than_the_clients_own_commands()
    {
        var cache = new RedisCache(await DatabaseAsync(), new RedisCacheOptions { KeyPrefix = Prefix });
        await cache.SetAsync("k", 12_345, cancellationToken: Cancellation);
        IDatabase database = await DatabaseAsync();
        RedisKey key = KeyOf("k");

        long bare = await Allocations.PerCallAsync(async () =>
        {
            Task<Lease<byte>?> entry = database.StringGetLeaseAsync(key);
            await database.KeyTimeToLiveAsync(key);
            (await entry)?.Dispose();
        });
        long hit = await Allocations.PerCallAsync(async () => await cache.GetOrSetAsync(
            "k", 0, static (_, _, _) => ValueTask.FromResult(0), null, cancellationToken: CancellationToken.None));

        Assert.InRange(hit - bare, 0, Budget);
    }
}
