using Engine.Server;
using Patterns.Caching;
using StackExchange.Redis;

namespace QuickStart;

internal static class CacheAside
{
    public static async Task RunAsync()
    {
        await using var engine = await EngineServer.StartAsync();
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"localhost:{engine.Port}");

        // The first calls of a process wait for their code to be compiled; by itself the cache gives Redis a second.
        var patient = new RedisCacheOptions { KeyPrefix = "warm-up", RedisTimeout = TimeSpan.FromSeconds(30) };
        await new RedisCache(redis.GetDatabase(), patient)
            .GetOrSetAsync("berlin", static (_, _) => ValueTask.FromResult(new City("Berlin", 0)));

        #region cache
        var options = new RedisCacheOptions { KeyPrefix = "cities", TimeToLive = TimeSpan.FromMinutes(10) };
        var cache = new RedisCache(redis.GetDatabase(), options);

        // The first call asks the source; until the entry expires, the others are answered by Redis.
        City first = await cache.GetOrSetAsync("berlin", LoadAsync);
        City again = await cache.GetOrSetAsync("berlin", LoadAsync);
        #endregion

        Console.WriteLine($"{again.Name}, {again.Population} people; the same: {first == again}; loads: {Loads}.");
    }

    private static int Loads { get; set; }

    private static ValueTask<City> LoadAsync(CacheFactoryContext context, CancellationToken cancellationToken)
    {
        Loads++;
        return ValueTask.FromResult(new City("Berlin", 3_677_472));
    }

    private sealed record City(string Name, int Population);
}
