using System.Buffers;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Patterns.Caching;
using Patterns.Caching.Adapters;
using Patterns.Caching.Guards;
using Patterns.Caching.Health;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Conformance.Tests.Recipes;

internal sealed class CachingAdaptersWalk : IRecipeWalk
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
        string key = $"{hashTag}:k";
        var distributed = new RedisDistributedCache(connection.GetDatabase(), options);
        var forever = new DistributedCacheEntryOptions();
        var writer = new ArrayBufferWriter<byte>();
        byte[] bytes = [1];
        var sequence = new ReadOnlySequence<byte>(bytes);
        await called.RunAsync(() => distributed.SetAsync(key, bytes, forever, token));
        await called.RunAsync(() => distributed.SetAsync(key, sequence, forever, token));
        Assert.Equal([1], await called.RunAsync(() => distributed.GetAsync(key, token)));
        Assert.True(await called.RunAsync(() => distributed.TryGetAsync(key, writer, token)));
        await called.RunAsync(() => distributed.RefreshAsync(key, token));
        await called.RunAsync(() => distributed.RemoveAsync(key, token));
        await called.RunAsync(() => distributed.DisposeAsync());

        var hybrid = new RedisHybridCache(connection.GetDatabase(), options);
        await called.RunAsync(() => hybrid.SetAsync(key, 1, null, null, token));
        Assert.Equal(1, await called.RunAsync(
            () => hybrid.GetOrCreateAsync(key, 2, (state, _) => ValueTask.FromResult(state), null, null, token)));
        Assert.Equal(1, await called.RunAsync(
            () => hybrid.GetOrCreateAsync(key, _ => ValueTask.FromResult(2), null, null, token)));
        await called.RunAsync(() => hybrid.RemoveAsync(key, token));
        await called.RunAsync(() => hybrid.RemoveAsync(new[] { key, "elsewhere" }, token));
        await called.RunAsync(() => hybrid.RemoveByTagAsync(hashTag, token));
        await called.RunAsync(() => hybrid.RemoveByTagAsync(new[] { hashTag, "*" }, token));
        await called.RunAsync(() => hybrid.DisposeAsync());

        var guard = new BloomGuard(connection.GetDatabase(), new BloomGuardOptions
        {
            KeyPrefix = SingleRedis.NewKeyPrefix(),
            RedisTimeout = IRecipeWalk.Patience,
        });
        string[] names = [key];
        Assert.True(await called.RunAsync(() => guard.RebuildAsync(names.ToAsyncEnumerable(), token)));
        Assert.Equal(CacheWriteResult.Confirmed, await called.RunAsync(() => guard.AddAsync("added", token)));
        Assert.False(await called.RunAsync(() => guard.MightContainAsync("not added", token)));
        Assert.True((await called.RunAsync(() => guard.MightContainAsync(names, token)))[0]);

        var cache = new RedisCache(connection.GetDatabase(), options);
        var check = new RedisCacheHealthCheck(cache);
        var context = new HealthCheckContext();
        Assert.Equal(
            HealthStatus.Healthy, (await called.RunAsync(() => check.CheckHealthAsync(context, token))).Status);
    }
}
