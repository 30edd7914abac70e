using System.Threading.RateLimiting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Patterns.RateLimiting.Combined;
using Patterns.RateLimiting.Concurrency;
using Patterns.RateLimiting.FixedWindow;
using Patterns.RateLimiting.Gcra;
using Patterns.RateLimiting.LeakyBucket;
using Patterns.RateLimiting.SlidingWindowCounter;
using Patterns.RateLimiting.SlidingWindowLog;
using Patterns.RateLimiting.TokenBucket;
using StackExchange.Redis;

namespace Patterns.RateLimiting.Tests.Snippets;

/// <summary>The code of the pages under docs/rate-limiting, run by <see cref="RateLimitingSnippetsTests"/>.</summary>
internal static class RateLimitingSnippets
{
    public static void Register(IServiceCollection services)
    {
        #region register
        services.AddSingleton<IConnectionMultiplexer>(
            _ => ConnectionMultiplexer.Connect("localhost:6379,abortConnect=false"));
        services.AddRedisTokenBucketLimiter("uploads", options =>
        {
            options.Capacity = 20;
            options.TokensPerPeriod = 100;
            options.Period = TimeSpan.FromMinutes(1);
        });
        #endregion
    }

    public static void Configure(IServiceCollection services, IConfiguration configuration)
    {
        #region configure
        // "Limits": { "Exports": { "PermitLimit": 1000, "Window": "1.00:00:00" } }; a bare 60 is 60 days to .NET.
        services.Configure<RedisFixedWindowOptions>("exports", configuration.GetSection("Limits:Exports"));
        services.AddRedisFixedWindowLimiter("exports");
        #endregion
    }

    public static async Task<TimeSpan?> UseAsync(
        IServiceProvider services, string user, CancellationToken cancellationToken)
    {
        #region use
        RedisRateLimiter uploads = services.GetRequiredKeyedService<RedisRateLimiter>("uploads");
        using RateLimitLease lease = await uploads.AcquireAsync($"user:{user}", permitCount: 1, cancellationToken);
        if (!lease.IsAcquired)
        {
            return lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan retryAfter) ? retryAfter : null;
        }
        #endregion

        return TimeSpan.Zero;
    }

    public static RedisRateLimiter FixedWindow(IDatabase database)
    {
        #region fixed
        var limiter = new RedisFixedWindowLimiter(
            database, new RedisFixedWindowOptions { PermitLimit = 10_000, Window = TimeSpan.FromDays(1) });
        #endregion
        return limiter;
    }

    public static RedisRateLimiter SlidingLog(IDatabase database)
    {
        #region log
        var limiter = new RedisSlidingLogLimiter(
            database, new RedisSlidingLogOptions { PermitLimit = 5, Window = TimeSpan.FromMinutes(15) });
        #endregion
        return limiter;
    }

    public static RedisRateLimiter SlidingCounter(IDatabase database)
    {
        #region counter
        var limiter = new RedisSlidingCounterLimiter(
            database, new RedisSlidingCounterOptions { PermitLimit = 1_000, Window = TimeSpan.FromMinutes(1) });
        #endregion
        return limiter;
    }

    public static RedisRateLimiter TokenBucket(IDatabase database)
    {
        #region bucket
        var options = new RedisTokenBucketOptions
        {
            Capacity = 50,
            TokensPerPeriod = 10,
            Period = TimeSpan.FromSeconds(1),
        };
        var limiter = new RedisTokenBucketLimiter(database, options);
        #endregion
        return limiter;
    }

    public static RedisRateLimiter Gcra(IDatabase database)
    {
        #region gcra
        var limiter = new RedisGcraLimiter(
            database, new RedisGcraOptions { PermitLimit = 10, Period = TimeSpan.FromSeconds(1), Burst = 3 });
        #endregion
        return limiter;
    }

    public static async Task LeakyBucketAsync(IDatabase database, CancellationToken cancellationToken)
    {
        #region leaky
        var calls = new RedisLeakyBucketLimiter(
            database,
            new RedisLeakyBucketOptions { PermitLimit = 10, Period = TimeSpan.FromSeconds(1), QueueLimit = 50 });

        // Returns when the turn has come, or at once when the queue is full.
        using RateLimitLease turn = await calls.AcquireAsync("partner-api", permitCount: 1, cancellationToken);
        #endregion
    }

    public static async Task ConcurrencyAsync(IDatabase database, CancellationToken cancellationToken)
    {
        #region concurrency
        await using var exports = new RedisConcurrencyLimiter(
            database, new RedisConcurrencyOptions { KeyPrefix = "rate:exports", PermitLimit = 3 });
        using RateLimitLease lease = await exports.AcquireAsync("tenant:acme", permitCount: 1, cancellationToken);
        if (lease is ConcurrencyLease { IsAcquired: true } held)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, held.LostToken);
            await ExportAsync(stop.Token);
        }
        #endregion
    }

    public static async Task<string> CombineAsync(
        RedisRateLimiter userPerSecond, RedisRateLimiter userPerDay, RedisRateLimiter tenantPerMinute, Call call)
    {
        #region combine
        var limits = new CombinedRateLimiter<Call>(
            tag: call => call.Tenant,
            new CombinedPolicy<Call>(userPerSecond, call => call.User),
            new CombinedPolicy<Call>(userPerDay, call => call.User),
            new CombinedPolicy<Call>(tenantPerMinute, call => call.Tenant));

        using RateLimitLease lease = await limits.AcquireAsync(call);
        lease.TryGetMetadata(RateLimitMetadata.Policy, out string? tightest);
        #endregion
        return tightest!;
    }

    public static async Task AdministerAsync(RedisTokenBucketLimiter limiter, CancellationToken cancellationToken)
    {
        #region administer
        RateLimitDecision now = await limiter.PeekAsync("user:42", cancellationToken: cancellationToken);
        await limiter.PenaliseAsync("user:42", permits: 10, cancellationToken: cancellationToken);
        await limiter.BlockAsync("user:42", TimeSpan.FromHours(1), cancellationToken: cancellationToken);
        await limiter.ResetAsync("user:42", cancellationToken: cancellationToken);

        limiter.Reconfigure(new RedisTokenBucketOptions { Capacity = 100, TokensPerPeriod = 20 });
        #endregion
        _ = now;
    }

    public static RedisTokenBucketOptions Local()
    {
        #region local
        var options = new RedisTokenBucketOptions
        {
            Capacity = 10_000,
            TokensPerPeriod = 10_000,
            Period = TimeSpan.FromSeconds(1),
            LocalBatch = 50,                                      // one round trip for 50 permits
            LocalBatchLifetime = TimeSpan.FromMilliseconds(200),  // after which they are not granted any more
            LocalDenial = TimeSpan.FromSeconds(1),                // refusals are repeated without a round trip
        };
        #endregion
        return options;
    }

    private static Task ExportAsync(CancellationToken cancellationToken)
        => Task.CompletedTask.WaitAsync(cancellationToken);

    internal sealed record Call(string Tenant, string User);
}
