using Engine.Testing;
using StackExchange.Redis;

namespace Patterns.Caching.AspNetCore.Tests;

public sealed class OutputCacheOutageTests
{
    [Fact]
    public async Task Without_redis_responses_are_made_anew_and_an_eviction_is_not_silently_lost()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        TestEngine engine = await TestEngine.StartAsync();
        await using ConnectionMultiplexer connection = await engine.ConnectAsync();
        var options = new RedisCacheOptions { RedisTimeout = TimeSpan.FromMilliseconds(50) };
        await using var cache = new RedisCache(connection.GetDatabase(), options);
        var store = new RedisOutputCacheStore(cache);
        await engine.DisposeAsync();

        Assert.Null(await store.GetAsync("page", cancellation));
        await store.SetAsync("page", [1], ["products"], TimeSpan.FromMinutes(1), cancellation);
        CacheUnavailableException error = await Assert.ThrowsAsync<CacheUnavailableException>(
            async () => await store.EvictByTagAsync("products", cancellation));
        Assert.Contains("'products'", error.Message, StringComparison.Ordinal);
    }
}
