using System.Diagnostics;
using System.Reflection;
using Patterns.Caching.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Caching.Tests.Cases;

/// <summary>What a hit allocates beyond the client's own GET and PTTL. Runs alone, because it counts the whole
/// process.</summary>
public abstract class AllocationCases(RecipeServer server) : CacheCases(server)
{
    private const int Reads = 500;

    // Optimised, it is the promise and the timer of the replies' deadline. Without optimisation the compiler makes
    // every asynchronous method's state an object.
    private static int Budget => IsOptimised ? 450 : 2_800;

    private static bool IsOptimised => typeof(RedisCache).Assembly.GetCustomAttribute<DebuggableAttribute>()
        is not { IsJITOptimizerDisabled: true };

    [Fact]
    public async Task A_hit_allocates_little_more_than_the_clients_own_commands()
    {
        var cache = new RedisCache(await DatabaseAsync(), new RedisCacheOptions { KeyPrefix = Prefix });
        await cache.SetAsync("k", 12_345, cancellationToken: Cancellation);
        IDatabase database = await DatabaseAsync();
        RedisKey key = KeyOf("k");

        long bare = await MeasureAsync(async () =>
        {
            Task<Lease<byte>?> entry = database.StringGetLeaseAsync(key);
            await database.KeyTimeToLiveAsync(key);
            (await entry)?.Dispose();
        });
        long hit = await MeasureAsync(async () => await cache.GetOrSetAsync(
            "k", 0, static (_, _, _) => ValueTask.FromResult(0), null, cancellationToken: CancellationToken.None));

        Assert.InRange(hit - bare, 0, Budget);
    }

    /// <summary>Bytes per call: the least of several rounds, since whatever else happens in the process only
    /// adds.</summary>
    private static async Task<long> MeasureAsync(Func<Task> call)
    {
        long least = long.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int read = 0; read < Reads; read++)
            {
                await call();
            }

            least = Math.Min(least, (GC.GetTotalAllocatedBytes(precise: true) - before) / Reads);
        }

        return least;
    }
}
