using Patterns.Caching;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Conformance.Tests.Recipes;

internal sealed class CachingWalk : IRecipeWalk
{
    public async Task WalkAsync(ConnectionMultiplexer connection, string hashTag, CalledOperations called)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        var options = new RedisCacheOptions
        {
            KeyPrefix = SingleRedis.NewKeyPrefix(),
            FailureMode = CacheFailureMode.Throw,
        };
        var cache = new RedisCache(connection.GetDatabase(), options);
        string key = $"{hashTag}:k";

        Assert.Equal(1, await called.RunAsync(
            () => cache.GetOrSetAsync(key, (_, _) => ValueTask.FromResult(1), null, token)));
        Assert.Equal(1, await called.RunAsync(
            () => cache.GetOrSetAsync(key, 2, (state, _, _) => ValueTask.FromResult(state), null, token)));
        Assert.Equal(CacheWriteResult.Confirmed, await called.RunAsync(() => cache.SetAsync(key, 3, null, token)));
        Assert.Equal(3, (await called.RunAsync(() => cache.TryGetAsync<int>(key, token))).Value);
        Assert.Equal(CacheWriteResult.Confirmed, await called.RunAsync(() => cache.ExpireAsync(key, token)));
        Assert.Equal(CacheWriteResult.Confirmed, await called.RunAsync(() => cache.RemoveAsync(key, token)));
        Assert.False((await cache.TryGetAsync<int>(key, token)).HasValue);
    }
}
