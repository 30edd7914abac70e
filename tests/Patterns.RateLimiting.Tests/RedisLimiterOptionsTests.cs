using Microsoft.Extensions.Options;
using Patterns.RateLimiting.Concurrency;
using Patterns.RateLimiting.FixedWindow;
using Patterns.RateLimiting.Gcra;
using Patterns.RateLimiting.LeakyBucket;
using Patterns.RateLimiting.SlidingWindowCounter;
using Patterns.RateLimiting.SlidingWindowLog;
using Patterns.RateLimiting.TokenBucket;

namespace Patterns.RateLimiting.Tests;

public sealed class RedisLimiterOptionsTests
{
    private const long TwoTo53 = 1L << 53;

    public static TheoryData<string, RedisLimiterOptions> BadOptions => new()
    {
        {
            "RedisFixedWindowOptions.PermitLimit is 0, but must be between 1 and",
            new RedisFixedWindowOptions { PermitLimit = 0 }
        },
        { "RedisFixedWindowOptions.PermitLimit is -5,", new RedisFixedWindowOptions { PermitLimit = -5 } },
        { "PermitLimit is 9007199254740992,", new RedisFixedWindowOptions { PermitLimit = TwoTo53 } },
        { "Window is 00:00:00,", new RedisFixedWindowOptions { Window = TimeSpan.Zero } },
        { "Window is -00:00:01,", new RedisSlidingLogOptions { Window = TimeSpan.FromSeconds(-1) } },
        { "Window is 367.00:00:00,", new RedisSlidingCounterOptions { Window = TimeSpan.FromDays(367) } },
        { "RedisSlidingLogOptions.PermitLimit is 1000001,", new RedisSlidingLogOptions { PermitLimit = 1_000_001 } },
        { "PermitLimit is 9007199254740992,", new RedisSlidingCounterOptions { PermitLimit = TwoTo53 } },
        { "Capacity is 9007199254740992,", new RedisTokenBucketOptions { Capacity = TwoTo53 } },
        { "TokensPerPeriod is 0,", new RedisTokenBucketOptions { TokensPerPeriod = 0 } },
        { "Period is 00:00:00,", new RedisTokenBucketOptions { Period = TimeSpan.Zero } },
        {
            "exactly up to 2^53; choose fewer permits or a shorter time",
            new RedisTokenBucketOptions { Capacity = 999_983, TokensPerPeriod = 999_983, Period = TimeSpan.FromDays(1) }
        },
        {
            "permits are at least a microsecond apart",
            new RedisGcraOptions { PermitLimit = 1_001, Period = TimeSpan.FromMilliseconds(1) }
        },
        { "RedisGcraOptions.Burst is 0,", new RedisGcraOptions { Burst = 0 } },
        { "2^51 is", new RedisGcraOptions { Burst = 1_000_000_000, Period = TimeSpan.FromDays(1), PermitLimit = 1 } },
        { "QueueLimit is -1,", new RedisLeakyBucketOptions { QueueLimit = -1 } },
        {
            "the last in the queue would wait for so many days",
            new RedisLeakyBucketOptions { PermitLimit = 1, Period = TimeSpan.FromDays(1), QueueLimit = 31 }
        },
        { "LocalBatch is 2, but must be between 1 and 1", new RedisLeakyBucketOptions { LocalBatch = 2 } },
        { "RedisConcurrencyOptions.PermitLimit is 0,", new RedisConcurrencyOptions { PermitLimit = 0 } },
        {
            "LeaseDuration is 00:00:00.5000000,",
            new RedisConcurrencyOptions { LeaseDuration = TimeSpan.FromSeconds(0.5) }
        },
        { "KeyPrefix 'a{b' contains", new RedisGcraOptions { KeyPrefix = "a{b" } },
        { "FailureMode is 7,", new RedisGcraOptions { FailureMode = (RateLimitFailureMode)7 } },
        { "FallbackPermitLimit is 0,", new RedisGcraOptions { FallbackPermitLimit = 0 } },
        { "RedisTimeout is 00:02:00,", new RedisGcraOptions { RedisTimeout = TimeSpan.FromMinutes(2) } },
        { "RedisCircuit is null,", new RedisGcraOptions { RedisCircuit = null! } },
        { "RememberedPartitions is 1,", new RedisGcraOptions { RememberedPartitions = 1 } },
        { "LocalBatch is 0,", new RedisGcraOptions { LocalBatch = 0 } },
        { "LocalBatchLifetime is 00:00:00,", new RedisGcraOptions { LocalBatchLifetime = TimeSpan.Zero } },
        { "LocalDenial is -00:00:01,", new RedisGcraOptions { LocalDenial = TimeSpan.FromSeconds(-1) } },
    };

    [Fact]
    public void The_defaults_are_valid() => Assert.All<RedisLimiterOptions>(
        [
            new RedisFixedWindowOptions(),
            new RedisSlidingLogOptions(),
            new RedisSlidingCounterOptions(),
            new RedisTokenBucketOptions(),
            new RedisGcraOptions(),
            new RedisLeakyBucketOptions(),
            new RedisConcurrencyOptions(),
        ],
        options => Assert.True(Validate(options).Succeeded));

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void An_option_out_of_bounds_is_named_with_its_value(string sentence, RedisLimiterOptions options)
    {
        ValidateOptionsResult result = Validate(options);
        Assert.True(result.Failed);
        Assert.Contains(sentence, result.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void The_largest_limits_that_are_allowed_are_counted_exactly()
    {
        var options = new RedisTokenBucketOptions
        {
            Capacity = 1_000_000,
            TokensPerPeriod = 1_000_000,
            Period = TimeSpan.FromDays(1),
        };
        Assert.True(Validate(options).Succeeded);
        Assert.Equal((86_400, 1), (options.ToRule().Second, options.ToRule().Third));
    }

    private static ValidateOptionsResult Validate(RedisLimiterOptions options) => options switch
    {
        RedisFixedWindowOptions own => Check(own),
        RedisSlidingLogOptions own => Check(own),
        RedisSlidingCounterOptions own => Check(own),
        RedisTokenBucketOptions own => Check(own),
        RedisGcraOptions own => Check(own),
        RedisLeakyBucketOptions own => Check(own),
        _ => Check((RedisConcurrencyOptions)options),
    };

    private static ValidateOptionsResult Check<TOptions>(TOptions options)
        where TOptions : RedisLimiterOptions
        => RedisLimiterOptionsValidator<TOptions>.Instance.Validate(name: null, options);
}
