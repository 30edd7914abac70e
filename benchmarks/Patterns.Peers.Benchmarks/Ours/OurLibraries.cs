using System.Threading.RateLimiting;
using Patterns.Caching;
using Patterns.Caching.Benchmarks;
using Patterns.Caching.Local;
using Patterns.Peers.Benchmarks.Contests;
using Patterns.RateLimiting;
using Patterns.RateLimiting.Concurrency;
using Patterns.RateLimiting.FixedWindow;
using Patterns.RateLimiting.SlidingWindowLog;
using Patterns.RateLimiting.TokenBucket;
using StackExchange.Redis;
using static Patterns.Peers.Benchmarks.Contests.LimiterContests;

namespace Patterns.Peers.Benchmarks.Ours;

/// <summary>The packages of this repository.</summary>
internal sealed class OurLibraries : ILibraries
{
    private const string Name = "**Patterns**";

    // Both sides are to be measured, and not how they give up on a busy machine.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    public IEnumerable<Library<ILockUnderTest>> Locks
        => [new(Name, static connection => new OurLock(connection.GetDatabase()))];

    public IEnumerable<Library<ICacheUnderTest>> LocalCaches
        => [new(Name, static connection => new OurCache(connection.GetDatabase(), Options(local: true)))];

    public IEnumerable<Library<ICacheUnderTest>> Caches
        => [new(Name, static connection => new OurCache(connection.GetDatabase(), Options(local: false)))];

    public IEnumerable<Library<ICacheUnderTest>> ProtectedCaches => Caches;

    public IEnumerable<Library<IQueueUnderTest>> Queues
        => [new(Name, static connection => new OurQueue(connection.GetDatabase()))];

    public IEnumerable<Library<Func<ValueTask<RateLimitLease>>>> Limiters(LimitKind kind)
        => [new(Name, connection => Limiter(connection.GetDatabase(), kind))];

    private static Func<ValueTask<RateLimitLease>> Limiter(IDatabase database, LimitKind kind)
    {
        PartitionedRateLimiter<string> limiter = kind switch
        {
            LimitKind.FixedWindow => new RedisFixedWindowLimiter(
                database,
                new() { KeyPrefix = "fixed", PermitLimit = Limit, Window = Window, RedisTimeout = _patience }),
            LimitKind.SlidingLog => new RedisSlidingLogLimiter(
                database,
                new() { KeyPrefix = "log", PermitLimit = Limit, Window = Window, RedisTimeout = _patience }),
            LimitKind.TokenBucket => new RedisTokenBucketLimiter(
                database,
                new() { KeyPrefix = "bucket", Capacity = Limit, TokensPerPeriod = Limit, RedisTimeout = _patience }),
            _ => new RedisConcurrencyLimiter(
                database, new() { KeyPrefix = "leases", PermitLimit = Leases, RedisTimeout = _patience }),
        };
        return async () =>
        {
            // What was granted because Redis failed would be no measure.
            var lease = (RedisRateLimitLease)await limiter.AcquireAsync("p");
            return lease.Decision.Reason == RateLimitReason.Granted
                ? lease
                : throw new InvalidOperationException($"The permit was not granted by Redis: {lease.Decision.Reason}.");
        };
    }

    private static RedisCacheOptions Options(bool local) => new()
    {
        KeyPrefix = "ours",
        RedisTimeout = _patience,
        Serializer = new JsonCacheSerializer(ArticleJson.Default),
        Local = local ? new LocalLevelOptions { TimeToLive = TimeSpan.FromMinutes(10) } : null,
    };
}
