using Patterns.Caching.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Caching.Tests.Cases;

/// <summary>Redis answers, but with an error.</summary>
public abstract class ServerErrorCases(InterruptibleServer server) : CacheCases(server), IAsyncDisposable
{
    private readonly InterruptibleServer _server = server;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_key_of_another_data_type_is_a_miss_and_no_failure_of_redis()
    {
        using var measurements = new Measurements("Patterns.Caching", Prefix);
        RedisCache cache = await CreateAsync();
        await (await DatabaseAsync()).ListLeftPushAsync(KeyOf("k"), "x");

        Assert.Equal(12, await ReadAsync(cache, "k", 12));

        Assert.Equal(12, (await cache.TryGetAsync<int>("k", Cancellation)).Value);
        Assert.Equal(1, measurements.Sum("patterns.cache.reads", "unreadable"));
        Assert.Single(Logger[1002]);
        Assert.Empty(Logger[1000]);
    }

    [Fact]
    public async Task A_full_redis_is_still_read()
    {
        using var measurements = new Measurements("Patterns.Caching", Prefix);
        RedisCache cache = await CreateAsync(options => options.RedisCircuit.MinimumThroughput = 4);
        await cache.SetAsync("kept", "kept", cancellationToken: Cancellation);
        ConnectionMultiplexer connection = await _server.ConnectAsync();
        await connection.GetServers()[0].ConfigSetAsync("maxmemory", "1");
        for (int write = 0; write < 20; write++)
        {
            Assert.Equal(CacheWriteResult.Unconfirmed, await cache.SetAsync("k", 1, cancellationToken: Cancellation));
        }

        Assert.Equal("kept", (await cache.TryGetAsync<string>("kept", Cancellation)).Value);
        Assert.Equal(20, measurements.Sum("patterns.cache.redis.failures", "set_entry(entries,store) server_error"));
        Assert.Single(Logger[1000]);
    }
}
