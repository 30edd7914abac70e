using Patterns.RateLimiting.Combined;
using Patterns.RateLimiting.FixedWindow;
using Patterns.RateLimiting.Gcra;
using Patterns.RateLimiting.Limits;
using Patterns.RateLimiting.TokenBucket;
using StackExchange.Redis;

namespace Patterns.RateLimiting.Benchmarks;

/// <summary>Three limits in one call beside the client's own call of the same script.</summary>
internal static class CombinedPair
{
    private const int Limit = 1_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Pair Of(IDatabase database, int callers)
    {
        RedisRateLimiter[] limiters =
        [
            new RedisFixedWindowLimiter(
                database, new() { PermitLimit = 100 * Limit, RedisTimeout = Patience, KeyPrefix = "3f" }),
            new RedisTokenBucketLimiter(
                database,
                new() { Capacity = Limit, TokensPerPeriod = 100 * Limit, RedisTimeout = Patience, KeyPrefix = "3t" }),
            new RedisGcraLimiter(
                database,
                new()
                {
                    PermitLimit = Limit,
                    Period = TimeSpan.FromSeconds(1),
                    Burst = Limit,
                    RedisTimeout = Patience,
                    KeyPrefix = "3g",
                }),
        ];
        var limits = new CombinedRateLimiter<string>(
            static _ => "acme",
            [.. limiters.Select(limiter => new CombinedPolicy<string>(limiter, static name => name))]);
        string text = AcquireScripts.Combined.Text;
        RedisKey[] keys =
        [
            .. limiters.SelectMany(limiter => (RedisKey[])
                [$"{limiter.KeyPrefix}:3:s:{{acme}}:bare", $"{limiter.KeyPrefix}:3:b:{{acme}}:bare"]),
        ];
        return ScriptPair.Of(
            "combined, three limits",
            "`ScriptEvaluateAsync` of its script",
            callers,
            () => limits.AcquireAsync("p"),
            async () =>
            {
                RedisValue[] arguments = RateLimitRule.NewArguments(AcquireScripts.Take, 0, 0, limiters.Length);
                for (int index = 0; index < limiters.Length; index++)
                {
                    limiters[index].Settings.Rule.Write(arguments, index, 1);
                }

                await database.ScriptEvaluateAsync(text, keys, arguments);
            });
    }
}
