using Patterns.Caching;
using Patterns.Caching.Namespaces;
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
            RedisTimeout = IRecipeWalk.Patience,
            FailureMode = CacheFailureMode.Throw,
        };
        var cache = new RedisCache(connection.GetDatabase(), options);
        string key = $"{hashTag}:k";
        string tag = $"{hashTag}:t";
        string[] tags = [tag], both = [tag, "other"];

        Assert.Equal(1, await called.RunAsync(
            () => cache.GetOrSetAsync(key, (_, _) => ValueTask.FromResult(1), null, tags, token)));
        Assert.Equal(1, await called.RunAsync(
            () => cache.GetOrSetAsync(key, 2, (state, _, _) => ValueTask.FromResult(state), null, tags, token)));
        Assert.Equal(
            CacheWriteResult.Confirmed, await called.RunAsync(() => cache.SetAsync(key, 3, null, tags, token)));
        Assert.Equal(3, (await called.RunAsync(() => cache.TryGetAsync<int>(key, token))).Value);
        Assert.Equal(CacheWriteResult.Confirmed, await called.RunAsync(() => cache.ExpireAsync(key, token)));
        Assert.Equal(CacheWriteResult.Confirmed, await called.RunAsync(() => cache.RemoveAsync(key, token)));
        Assert.False((await cache.TryGetAsync<int>(key, token)).HasValue);

        string[] keys = [$"{hashTag}:a", "anywhere", "elsewhere"];
        Assert.Equal(3, (await called.RunAsync(
            () => cache.GetOrSetManyAsync(keys, LoadManyAsync, null, both, token))).Count);
        Assert.Equal(
            CacheWriteResult.Confirmed, await called.RunAsync(() => cache.RemoveByTagAsync(tag, token)));
        Assert.Equal(
            CacheWriteResult.Confirmed,
            await called.RunAsync(() => cache.RemoveByTagsAsync(both, CacheTagMatch.All, token)));
        Assert.False((await cache.TryGetAsync<int>("anywhere", token)).HasValue);

        CacheNamespace space = cache.Namespace(hashTag);
        Assert.EndsWith(":k", await called.RunAsync(() => space.KeyOfAsync("k", token)), StringComparison.Ordinal);
        Assert.Equal(4, await called.RunAsync(
            () => space.GetOrSetAsync("k", (_, _) => ValueTask.FromResult(4), null, token)));
        Assert.Equal(CacheWriteResult.Confirmed, await called.RunAsync(() => space.InvalidateAsync(token)));
        await called.RunAsync(() => cache.DisposeAsync());
    }

    private static ValueTask<IReadOnlyDictionary<string, int>> LoadManyAsync(
        IReadOnlyList<string> keys, CacheFactoryContext context, CancellationToken cancellationToken)
        => ValueTask.FromResult<IReadOnlyDictionary<string, int>>(keys.ToDictionary(key => key, _ => 1));
}
