using Patterns.Caching;
using Patterns.Caching.AspNetCore;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Conformance.Tests.Recipes;

internal sealed class CachingOutputWalk : IRecipeWalk
{
    public async Task WalkAsync(ConnectionMultiplexer connection, string hashTag, CalledOperations called)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        var options = new RedisCacheOptions
        {
            KeyPrefix = SingleRedis.NewKeyPrefix(),
            RedisTimeout = IRecipeWalk.Patience,
            FailureMode = CacheFailureMode.Throw,
        };
        var store = new RedisOutputCacheStore(new RedisCache(connection.GetDatabase(), options));
        string key = $"{hashTag}:page";
        byte[] page = [1];
        string[] tags = [hashTag];
        await called.RunAsync(() => store.SetAsync(key, page, tags, TimeSpan.FromMinutes(10), token));
        Assert.Equal(page, await called.RunAsync(() => store.GetAsync(key, token)));
        await called.RunAsync(() => store.EvictByTagAsync(hashTag, token));
        Assert.Null(await store.GetAsync(key, token));
    }
}
