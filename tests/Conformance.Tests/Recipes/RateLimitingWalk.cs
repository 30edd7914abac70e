using Patterns.RateLimiting;
using Patterns.RateLimiting.Combined;
using Patterns.RateLimiting.Concurrency;
using Patterns.RateLimiting.FixedWindow;
using Patterns.RateLimiting.Gcra;
using Patterns.RateLimiting.LeakyBucket;
using Patterns.RateLimiting.SlidingWindowCounter;
using Patterns.RateLimiting.SlidingWindowLog;
using Patterns.RateLimiting.TokenBucket;
using Redis.Fixtures;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Conformance.Tests.Recipes;

internal sealed class RateLimitingWalk : IRecipeWalk
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async Task WalkAsync(ConnectionMultiplexer connection, string hashTag, CalledOperations called)
    {
        IDatabase database = connection.GetDatabase();
        string partition = hashTag.Trim('{', '}');
        RedisRateLimiter[] limiters =
        [
            new RedisFixedWindowLimiter(database, Own(new RedisFixedWindowOptions { Window = TimeSpan.FromDays(300) })),
            new RedisSlidingLogLimiter(database, Own(new RedisSlidingLogOptions())),
            new RedisSlidingCounterLimiter(
                database, Own(new RedisSlidingCounterOptions { Window = TimeSpan.FromDays(300) })),
            new RedisTokenBucketLimiter(database, Own(new RedisTokenBucketOptions { Period = TimeSpan.FromDays(1) })),
            new RedisGcraLimiter(database, Own(new RedisGcraOptions { Burst = 100, Period = TimeSpan.FromDays(1) })),
            new RedisLeakyBucketLimiter(
                database, Own(new RedisLeakyBucketOptions { QueueLimit = 99, Period = TimeSpan.FromDays(1) })),
        ];
        await CombineAsync(limiters[0], limiters[3], partition, called);
        foreach (RedisRateLimiter limiter in limiters)
        {
            await LimitAsync(limiter, partition, called);
        }

        await ConcurrencyAsync(database, partition, called);
    }

    private static async Task LimitAsync(RedisRateLimiter limiter, string partition, CalledOperations called)
    {
        await called.RunAsync(() => limiter.ResetAsync(partition, null, Cancellation));
        Assert.True((await called.RunAsync(() => limiter.AcquireAsync(partition, 1, Cancellation))).IsAcquired);
        Assert.Equal(99, (await called.RunAsync(() => limiter.PeekAsync(partition, 1, null, Cancellation))).Remaining);
        Assert.Equal(
            89, (await called.RunAsync(() => limiter.PenaliseAsync(partition, 10, null, Cancellation))).Remaining);
        await called.RunAsync(() => limiter.BlockAsync(partition, TimeSpan.FromHours(1), null, Cancellation));
        Assert.Equal(RateLimitReason.Blocked, (await limiter.PeekAsync(partition, 1, null, Cancellation)).Reason);
        await called.RunAsync(() => limiter.UnblockAsync(partition, null, Cancellation));
        Assert.True((await limiter.PeekAsync(partition, 1, null, Cancellation)).IsGranted);
        await called.RunAsync(() => limiter.DisposeAsync());
    }

    private static async Task CombineAsync(
        RedisRateLimiter one, RedisRateLimiter other, string partition, CalledOperations called)
    {
        var both = new CombinedRateLimiter<string>(
            tag => tag, new CombinedPolicy<string>(one, name => name), new CombinedPolicy<string>(other, name => name));
        Assert.True((await called.RunAsync(() => both.AcquireAsync(partition, 1, Cancellation))).IsAcquired);
        await called.RunAsync(() => both.DisposeAsync());
    }

    private static async Task ConcurrencyAsync(IDatabase database, string partition, CalledOperations called)
    {
        var limiter = new RedisConcurrencyLimiter(
            database,
            new RedisConcurrencyOptions
            {
                KeyPrefix = SingleRedis.NewKeyPrefix(),
                PermitLimit = 2,
                RedisTimeout = IRecipeWalk.Patience,
            });
        using (await called.RunAsync(() => limiter.AcquireAsync(partition, 1, Cancellation)))
        {
            Assert.Equal(1, (await called.RunAsync(() => limiter.PeekAsync(partition, 1, Cancellation))).Remaining);
        }

        await Poll.UntilAsync(
            async token => (await limiter.PeekAsync(partition, 1, token)).Remaining == 2,
            "the permit is given back",
            Cancellation);
        await called.RunAsync(() => limiter.BlockAsync(partition, TimeSpan.FromHours(1), Cancellation));
        await called.RunAsync(() => limiter.UnblockAsync(partition, Cancellation));
        await called.RunAsync(() => limiter.ResetAsync(partition, Cancellation));
        Assert.Equal(2, (await limiter.PeekAsync(partition, 1, Cancellation)).Remaining);
        await called.RunAsync(() => limiter.DisposeAsync());
    }

    private static TOptions Own<TOptions>(TOptions options)
        where TOptions : RedisRateLimiterOptions
    {
        options.KeyPrefix = SingleRedis.NewKeyPrefix();
        options.RedisTimeout = IRecipeWalk.Patience;
        options.FailureMode = RateLimitFailureMode.Closed;
        options.RedisTimeout = TimeSpan.FromSeconds(30);
        return options;
    }
}
