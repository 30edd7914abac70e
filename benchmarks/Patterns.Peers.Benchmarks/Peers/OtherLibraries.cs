using System.Threading.RateLimiting;
using Patterns.Peers.Benchmarks.Contests;
using RedisRateLimiting;
using StackExchange.Redis;
using static Patterns.Peers.Benchmarks.Contests.LimiterContests;

namespace Patterns.Peers.Benchmarks.Peers;

/// <summary>What teams use today, each as its documentation shows it.</summary>
internal sealed class OtherLibraries : ILibraries
{
    private const string Fusion = "FusionCache";

    public IEnumerable<Library<ILockUnderTest>> Locks =>
    [
        new("DistributedLock.Redis", static connection => new MedallionLock(connection)),
        new("RedLock.net", static connection => new RedLockNetLock(connection)),
        new("Foundatio", static connection => new FoundatioLock(connection)),
    ];

    public IEnumerable<Library<ICacheUnderTest>> LocalCaches
        => [new(Fusion, static connection => new FusionCacheUnderTest(connection, local: true, locker: false))];

    public IEnumerable<Library<ICacheUnderTest>> Caches
        => [new(Fusion, static connection => new FusionCacheUnderTest(connection, local: false, locker: false))];

    public IEnumerable<Library<ICacheUnderTest>> ProtectedCaches =>
    [
        new($"{Fusion} with its Redis locker",
            static connection => new FusionCacheUnderTest(connection, local: false, locker: true)),
        new($"{Fusion}, each process for itself",
            static connection => new FusionCacheUnderTest(connection, local: false, locker: false)),
    ];

    public IEnumerable<Library<IQueueUnderTest>> Queues
        => [new("Foundatio", static connection => new FoundatioQueue(connection))];

    public IEnumerable<Library<Func<ValueTask<RateLimitLease>>>> Limiters(LimitKind kind)
        => [new("RedisRateLimiting", connection => Limiter(connection, kind))];

    private static Func<ValueTask<RateLimitLease>> Limiter(IConnectionMultiplexer connection, LimitKind kind)
    {
        IConnectionMultiplexer Connect() => connection;

        string key = $"theirs:{kind}";
        RateLimiter limiter = kind switch
        {
            LimitKind.FixedWindow => new RedisFixedWindowRateLimiter<string>(
                key, new() { ConnectionMultiplexerFactory = Connect, PermitLimit = Limit, Window = Window }),
            LimitKind.SlidingLog => new RedisSlidingWindowRateLimiter<string>(
                key, new() { ConnectionMultiplexerFactory = Connect, PermitLimit = Limit, Window = Window }),
            LimitKind.TokenBucket => new RedisTokenBucketRateLimiter<string>(key, new()
            {
                ConnectionMultiplexerFactory = Connect,
                TokenLimit = Limit,
                TokensPerPeriod = Limit,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            }),
            _ => new RedisConcurrencyRateLimiter<string>(
                key, new() { ConnectionMultiplexerFactory = Connect, PermitLimit = Leases }),
        };
        return () => limiter.AcquireAsync();
    }
}
