using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Patterns.Caching.Tests;

/// <summary>A service that starts while its Redis is down.</summary>
public sealed class StartWithoutRedisTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cache_that_starts_before_its_Redis_asks_the_source_and_uses_Redis_when_it_comes()
    {
        await using RedisServerProcess server = await RedisServerProcess.StartAsync([], Cancellation);
        await server.KillAsync(Cancellation);
        await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(
            $"{server.EndPoint},abortConnect=false,connectTimeout=500");
        var options = new RedisCacheOptions { RedisCircuit = { BreakDuration = TimeSpan.FromMilliseconds(500) } };
        var cache = new RedisCache(connection.GetDatabase(), options);

        Assert.Equal(7, await ReadAsync(cache));
        await server.StartAgainAsync(Cancellation);
        await Eventually.TrueAsync(
            async () =>
            {
                await ReadAsync(cache);
                return (await cache.TryGetAsync<int>("k", Cancellation)).HasValue;
            },
            "the cache used Redis");
    }

    private static ValueTask<int> ReadAsync(RedisCache cache)
        => cache.GetOrSetAsync("k", (_, _) => ValueTask.FromResult(7), cancellationToken: Cancellation);
}
