using Microsoft.Extensions.Caching.StackExchangeRedis;
using Patterns.Caching.Benchmarks;
using Patterns.Peers.Benchmarks.Contests;
using StackExchange.Redis;
using ZiggyCreatures.Caching.Fusion;
using ZiggyCreatures.Caching.Fusion.Backplane.StackExchangeRedis;
using ZiggyCreatures.Caching.Fusion.Locking.Distributed.Redis;
using ZiggyCreatures.Caching.Fusion.Serialization.SystemTextJson;

namespace Patterns.Peers.Benchmarks.Peers;

/// <summary>FusionCache over Redis, with the backplane that tells the other processes of changes.</summary>
internal sealed class FusionCacheUnderTest : ICacheUnderTest
{
    private readonly FusionCache _cache;
    private readonly FusionCacheEntryOptions _entry;

    public FusionCacheUnderTest(IConnectionMultiplexer connection, bool local, bool locker)
    {
        Task<IConnectionMultiplexer> ConnectAsync() => Task.FromResult(connection);

        // What is measured is the way to Redis and back, so that nothing is left to the background.
        _entry = new FusionCacheEntryOptions(TimeSpan.FromMinutes(10))
        {
            SkipMemoryCacheRead = !local,
            SkipMemoryCacheWrite = !local,
            AllowBackgroundDistributedCacheOperations = false,
            AllowBackgroundBackplaneOperations = local,
        };
        // Its processes tell each other of changes under the cache's name.
        string name = local ? "local" : locker ? "locker" : "plain";
        _cache = new FusionCache(new FusionCacheOptions { CacheName = name, CacheKeyPrefix = $"{name}:" });
        _cache.SetupDistributedCache(
            new RedisCache(new RedisCacheOptions
            {
                ConnectionMultiplexerFactory = ConnectAsync, InstanceName = "fusion:",
            }),
            new FusionCacheSystemTextJsonSerializer());
        _cache.SetupBackplane(
            new RedisBackplane(new RedisBackplaneOptions { ConnectionMultiplexerFactory = ConnectAsync }));
        if (locker)
        {
            _cache.SetupDistributedLocker(new RedisDistributedLocker(
                new RedisDistributedLockerOptions { ConnectionMultiplexerFactory = ConnectAsync }));
        }
    }

    public ValueTask<Article> GetOrSetAsync(string key, Func<CancellationToken, Task<Article>> load)
        => _cache.GetOrSetAsync<Article>(key, (_, token) => load(token), options: _entry);

    public ValueTask DisposeAsync()
    {
        _cache.Dispose();
        return default;
    }
}
