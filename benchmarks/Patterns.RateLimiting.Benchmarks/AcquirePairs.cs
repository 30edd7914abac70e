using Patterns.RateLimiting.FixedWindow;
using Patterns.RateLimiting.Gcra;
using Patterns.RateLimiting.LeakyBucket;
using Patterns.RateLimiting.Limits;
using Patterns.RateLimiting.SlidingWindowCounter;
using Patterns.RateLimiting.SlidingWindowLog;
using Patterns.RateLimiting.TokenBucket;
using StackExchange.Redis;

namespace Patterns.RateLimiting.Benchmarks;

/// <summary>An acquire beside the client's own call of the same script, or of the same two.</summary>
internal sealed class AcquirePairs(IDatabase database)
{
    private const int Limit = 1_000_000;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public IEnumerable<Pair> All =>
        from callers in (int[])[1, 64]
        from pair in (Pair[])
        [
            Of("fixed window", callers, new RedisFixedWindowLimiter(
                database, new() { PermitLimit = Limit, Window = Window, RedisTimeout = Patience, KeyPrefix = "f" })),
            Of("sliding window log", callers, new RedisSlidingLogLimiter(
                database, new() { PermitLimit = Limit, Window = Window, RedisTimeout = Patience, KeyPrefix = "l" })),
            Of("sliding window counter", callers, new RedisSlidingCounterLimiter(
                database, new() { PermitLimit = Limit, Window = Window, RedisTimeout = Patience, KeyPrefix = "c" })),
            Of("token bucket", callers, new RedisTokenBucketLimiter(
                database,
                new() { Capacity = Limit, TokensPerPeriod = Limit, RedisTimeout = Patience, KeyPrefix = "t" })),
            Of("GCRA", callers, new RedisGcraLimiter(
                database, new() { PermitLimit = Limit, Burst = Limit, RedisTimeout = Patience, KeyPrefix = "g" })),

            // Permits leave a microsecond apart, so nobody waits.
            Of("leaky bucket", callers, new RedisLeakyBucketLimiter(
                database,
                new()
                {
                    PermitLimit = Limit,
                    Period = TimeSpan.FromSeconds(1),
                    QueueLimit = Limit,
                    RedisTimeout = Patience,
                    KeyPrefix = "q",
                })),
            ConcurrencyPair.Of(database, callers),
            CombinedPair.Of(database, callers),
        ]
        select pair;

    private Pair Of(string name, int callers, RedisRateLimiter limiter)
    {
        RateLimitRule rule = limiter.Settings.Rule;
        string text = rule.Script.Text;
        RedisKey state = $"{limiter.KeyPrefix}:3:s:{{bare}}";
        RedisKey block = $"{limiter.KeyPrefix}:3:b:{{bare}}";
        return ScriptPair.Of(
            name,
            "`ScriptEvaluateAsync` of its script",
            callers,
            () => limiter.AcquireAsync("p"),
            async () =>
            {
                RedisValue[] arguments = RateLimitRule.NewArguments(AcquireScripts.Take, 0, 0, 1);
                rule.Write(arguments, 0, 1);
                await database.ScriptEvaluateAsync(text, [state, block], arguments);
            });
    }
}
