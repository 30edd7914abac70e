using Patterns.RateLimiting;
using Patterns.RateLimiting.FixedWindow;
using Patterns.RateLimiting.Gcra;
using Patterns.RateLimiting.SlidingWindowCounter;
using Patterns.RateLimiting.SlidingWindowLog;
using Patterns.RateLimiting.TokenBucket;
using StackExchange.Redis;

namespace Tour.Chapters.RateLimiting;

/// <summary>Limiters with the same limit in the same window, and what each promises.</summary>
/// <param name="database">Where they count.</param>
/// <param name="prefix">What their keys begin with.</param>
/// <param name="limit">How many permits a window has.</param>
internal sealed class BoundaryLimits(IDatabase database, string prefix, int limit)
{
    public static readonly TimeSpan Window = TimeSpan.FromMilliseconds(500);

    /// <summary>The limiters in the order of the report.</summary>
    public IEnumerable<BoundaryLimit> All =>
    [
        new("Fixed window", new RedisFixedWindowLimiter(
            database, Own(new RedisFixedWindowOptions { PermitLimit = limit, Window = Window }, "fixed")),
            limit, span => limit * span.Windows),
        new("Sliding window log", new RedisSlidingLogLimiter(
            database, Own(new RedisSlidingLogOptions { PermitLimit = limit, Window = Window }, "log")),
            limit, span => limit * ((long)(span.Elapsed / Window) + 1)),
        new("Sliding window counter", new RedisSlidingCounterLimiter(
            database, Own(new RedisSlidingCounterOptions { PermitLimit = limit, Window = Window }, "counter")),
            limit, span => limit * span.Windows),
        new("Token bucket", new RedisTokenBucketLimiter(
            database,
            Own(new RedisTokenBucketOptions { Capacity = limit, TokensPerPeriod = limit, Period = Window }, "bucket")),
            limit, span => limit + Rate(span)),
        new("GCRA, burst of a tenth", new RedisGcraLimiter(
            database, Own(new RedisGcraOptions { PermitLimit = limit, Period = Window, Burst = Tenth }, "gcra")),
            Tenth, span => Tenth + Rate(span)),
    ];

    private int Tenth => Math.Max(1, limit / 10);

    private long Rate(BoundarySpan span) => (long)Math.Ceiling(limit * (span.Elapsed / Window));

    private TOptions Own<TOptions>(TOptions options, string name)
        where TOptions : RedisRateLimiterOptions
    {
        options.KeyPrefix = $"{prefix}:{name}";
        options.RedisTimeout = TimeSpan.FromSeconds(30);

        // Every caller asks the server, so that its answers are what is seen.
        options.LocalDenial = TimeSpan.Zero;
        return options;
    }
}
