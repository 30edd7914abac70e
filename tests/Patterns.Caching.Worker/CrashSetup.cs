using Patterns.Caching.Strategies.WriteBehind;
using StackExchange.Redis;

namespace Patterns.Caching.Worker;

/// <summary>The cache of the crash tests, the same in all processes.</summary>
public static class CrashSetup
{
    public static WriteBehindCache<int, string> Create(IDatabase database, string prefix, FileStore store) => new(
        new RedisCache(database, new RedisCacheOptions
        {
            KeyPrefix = prefix,
            RedisCircuit = { BreakDuration = TimeSpan.FromMilliseconds(500) },
        }),
        store,
        new WriteBehindOptions
        {
            Coalesce = false,
            BatchSize = 50,
            FlushInterval = TimeSpan.FromMilliseconds(10),
            LeaseTime = TimeSpan.FromSeconds(1),
            MaxPending = 1_000_000,
        });
}
