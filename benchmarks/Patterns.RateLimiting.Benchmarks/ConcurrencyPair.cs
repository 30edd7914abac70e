using Patterns.RateLimiting.Concurrency;
using Patterns.RateLimiting.Limits;
using StackExchange.Redis;

namespace Patterns.RateLimiting.Benchmarks;

/// <summary>A lease that is taken and released beside the client's own calls of the two scripts. Neither waits for the
/// release.</summary>
internal static class ConcurrencyPair
{
    private const int Limit = 100_000;
    private static readonly TimeSpan LeaseDuration = TimeSpan.FromSeconds(30);

    public static Pair Of(IDatabase database, int callers)
    {
        var limiter = new RedisConcurrencyLimiter(database, new()
        {
            KeyPrefix = "n",
            PermitLimit = Limit,
            LeaseDuration = LeaseDuration,
            RedisTimeout = TimeSpan.FromSeconds(30),
        });
        string acquire = ConcurrencyScripts.Acquire.Text;
        string release = ConcurrencyScripts.Release.Text;
        RedisKey state = "n:3:s:{bare}";
        RedisKey block = "n:3:b:{bare}";
        long tokens = 0;
        return ScriptPair.Of(
            "concurrency, acquire and release",
            "`ScriptEvaluateAsync` of its two scripts",
            callers,
            () => limiter.AcquireAsync("p"),
            async () =>
            {
                string token = $"{Interlocked.Increment(ref tokens)}";
                await database.ScriptEvaluateAsync(
                    acquire, [state, block], [token, 1, Limit, Microseconds.Of(LeaseDuration)]);
                _ = database.ScriptEvaluateAsync(release, [state], [$"{token}:1"]);
            });
    }
}
