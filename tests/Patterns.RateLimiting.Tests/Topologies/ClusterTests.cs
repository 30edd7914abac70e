using Patterns.RateLimiting.Combined;
using Patterns.RateLimiting.Concurrency;
using Patterns.RateLimiting.FixedWindow;
using Patterns.RateLimiting.Gcra;
using Patterns.RateLimiting.SlidingWindowLog;
using Redis.Fixtures;
using Redis.Fixtures.Clients;
using Redis.Fixtures.Servers;
using Redis.Fixtures.Topologies;
using StackExchange.Redis;

namespace Patterns.RateLimiting.Tests.Topologies;

[Collection<UsesRedisCluster>]
public sealed class ClusterTests(RedisCluster cluster)
{
    private static readonly TimeSpan _window = TimeSpan.FromDays(300);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Limits_on_many_slots_are_kept_one_by_one_and_together()
    {
        const int Limit = 5;
        await using ConnectionMultiplexer connection = await cluster.ConnectMultiplexerAsync();
        IDatabase database = connection.GetDatabase();
        string prefix = SingleRedis.NewKeyPrefix();
        var perDay = new RedisFixedWindowLimiter(
            database,
            new() { KeyPrefix = prefix + "d", PermitLimit = 1_000, Window = _window, RedisTimeout = _patience });
        var log = new RedisSlidingLogLimiter(
            database,
            new() { KeyPrefix = prefix + "l", PermitLimit = 1_000, Window = _window, RedisTimeout = _patience });
        var spaced = new RedisGcraLimiter(
            database,
            new()
            {
                KeyPrefix = prefix + "g", PermitLimit = 1, Burst = Limit, Period = _window, RedisTimeout = _patience,
            });
        var limits = new CombinedRateLimiter<string>(
            name => name[..3],
            new CombinedPolicy<string>(perDay, name => name[..3]),
            new CombinedPolicy<string>(spaced, name => name),
            new CombinedPolicy<string>(log, name => name));

        await Task.WhenAll(Enumerable.Range(100, 100).Select(async tenant =>
        {
            for (int call = 0; call < Limit + 2; call++)
            {
                bool granted = (await limits.AcquireAsync($"{tenant}:user", 1, Cancellation)).IsAcquired;
                Assert.Equal(call < Limit, granted);
            }

            RateLimitDecision day = await perDay.PeekAsync($"{tenant}", cancellationToken: Cancellation);
            Assert.Equal(1_000 - Limit, day.Remaining);
            await spaced.ResetAsync($"{tenant}:user", tag: $"{tenant}", Cancellation);
            Assert.True((await limits.AcquireAsync($"{tenant}:user", 1, Cancellation)).IsAcquired);
        }));
    }

    [Fact]
    public async Task Concurrency_is_limited_on_many_slots()
    {
        await using ConnectionMultiplexer connection = await cluster.ConnectMultiplexerAsync();
        await using var limiter = new RedisConcurrencyLimiter(
            connection.GetDatabase(),
            new() { KeyPrefix = SingleRedis.NewKeyPrefix(), PermitLimit = 2, RedisTimeout = _patience });
        foreach (int partition in Enumerable.Range(0, 50))
        {
            using var one = await limiter.AcquireAsync($"p{partition}", 1, Cancellation);
            var two = await limiter.AcquireAsync($"p{partition}", 1, Cancellation);
            Assert.True(one.IsAcquired && two.IsAcquired);
            Assert.False((await limiter.AcquireAsync($"p{partition}", 1, Cancellation)).IsAcquired);
            two.Dispose();
            await Poll.UntilAsync(
                async _ => (await limiter.PeekAsync($"p{partition}", cancellationToken: Cancellation)).IsGranted,
                "the permit is free",
                Cancellation);
        }
    }
}
