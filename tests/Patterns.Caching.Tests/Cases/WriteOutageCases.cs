using Patterns.Caching.Strategies.WriteBehind;
using Patterns.Caching.Tests.Support;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Patterns.Caching.Tests.Cases;

/// <summary>Write-behind while Redis is gone.</summary>
/// <param name="server">A server of the test's own.</param>
public abstract class WriteOutageCases(InterruptibleServer server) : OwnServerCases(server)
{
    private readonly BatchStore _store = new();

    [Fact]
    public async Task A_write_that_Redis_does_not_confirm_says_so_and_a_worker_goes_on_when_it_is_back()
    {
        WriteBehindCache<int, string> cache = Create();
        Assert.Equal(WriteBehindOutcome.Accepted, await cache.SetAsync(1, "one", Cancellation));
        using var stop = new CancellationTokenSource();
        Task working = cache.RunAsync(stop.Token);
        await Eventually.TrueAsync(() => _store[1] == "one", "the first was handed on");
        await Server.KillAsync();
        Assert.Equal(WriteBehindOutcome.Unconfirmed, await cache.SetAsync(2, "two", Cancellation));
        await Assert.ThrowsAsync<CacheUnavailableException>(
            async () => await cache.CountPendingAsync(Cancellation));
        await Server.StartAgainAsync();
        await Eventually.TrueAsync(
            async () => await cache.SetAsync(3, "three", Cancellation) == WriteBehindOutcome.Accepted,
            "writes were accepted again");
        await Eventually.TrueAsync(() => _store[3] == "three", "the worker went on");
        await stop.CancelAsync();
        await working;
    }

    [Fact]
    public async Task While_nothing_is_known_of_pending_writes_what_the_source_says_is_not_stored()
    {
        WriteBehindCache<int, string> cache = Create();
        _store[1] = "of the source";
        await Server.KillAsync();
        Assert.Equal("of the source", await cache.GetAsync(1, Cancellation));
        Assert.Equal("of the source", (await cache.GetManyAsync([1, 2], Cancellation))[1]);
        await Server.StartAgainAsync();
        await Eventually.TrueAsync(
            async () => await cache.SetAsync(2, "two", Cancellation) == WriteBehindOutcome.Accepted,
            "writes were accepted again");
        RedisResult keys = await Connection.GetDatabase().ExecuteAsync("KEYS", "*:e:*row:1");
        Assert.Equal(0, keys.Length);
    }

    private WriteBehindCache<int, string> Create()
    {
        var cache = new RedisCache(Connection.GetDatabase(), new RedisCacheOptions
        {
            KeyPrefix = SingleRedis.NewKeyPrefix(),
            RedisTimeout = TimeSpan.FromSeconds(10),
            RedisCircuit = { BreakDuration = TimeSpan.FromMilliseconds(500) },
        });
        return new WriteBehindCache<int, string>(
            cache,
            _store,
            new WriteBehindOptions { FlushInterval = TimeSpan.FromMilliseconds(5) },
            key => $"row:{key}");
    }
}
