using System.Threading.RateLimiting;
using Patterns.RateLimiting.Gcra;
using Patterns.RateLimiting.TokenBucket;
using StackExchange.Redis;

namespace Patterns.RateLimiting.Benchmarks;

/// <summary>What a process knows beside the framework's limiter in memory.</summary>
internal static class LocalPairs
{
    private const int Many = 1_000_000;
    private const int Calls = 200_000;

    public static IEnumerable<Pair> All(IDatabase database)
    {
        var bucket = new RedisTokenBucketLimiter(database, new RedisTokenBucketOptions
        {
            KeyPrefix = "batch",
            Capacity = 1_000_000_000,
            TokensPerPeriod = 1_000_000_000,
            Period = TimeSpan.FromDays(1),
            LocalBatch = Many,
            LocalBatchLifetime = TimeSpan.FromMinutes(1),
        });
        RateLimiter batch = bucket.For("p");
        var full = new RedisGcraLimiter(database, new RedisGcraOptions
        {
            KeyPrefix = "full",
            PermitLimit = 1,
            Period = TimeSpan.FromDays(1),
            LocalDenial = TimeSpan.FromDays(1),
        });
        full.AcquireAsync("p").AsTask().GetAwaiter().GetResult();
        full.AcquireAsync("p").AsTask().GetAwaiter().GetResult();
        RateLimiter refusing = full.For("p");
        yield return new Pair(
            "grant out of the local batch",
            "the framework's TokenBucketRateLimiter",
            1,
            Calls,
            () => Take(batch, bucket),
            Framework(Many * 1_000));
        yield return new Pair(
            "local refusal",
            "a refusal of the framework's TokenBucketRateLimiter",
            1,
            Calls,
            () => Refuse(refusing),
            Framework(1));
    }

    private static async ValueTask RefillAsync(RedisTokenBucketLimiter bucket)
    {
        using RateLimitLease lease = await bucket.AcquireAsync("p");
    }

    private static ValueTask Take(RateLimiter limiter, RedisTokenBucketLimiter bucket)
    {
        using RateLimitLease lease = limiter.AttemptAcquire();
        return lease.IsAcquired ? ValueTask.CompletedTask : RefillAsync(bucket);
    }

    private static ValueTask Refuse(RateLimiter limiter)
    {
        using RateLimitLease lease = limiter.AttemptAcquire();
        return lease.IsAcquired ? throw new InvalidOperationException("It was granted.") : ValueTask.CompletedTask;
    }

    private static Func<ValueTask> Framework(int tokens)
    {
        var limiter = new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = tokens,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromDays(1),
            AutoReplenishment = false,
        });
        return () =>
        {
            using RateLimitLease lease = limiter.AttemptAcquire();
            return ValueTask.CompletedTask;
        };
    }
}
