using Microsoft.Extensions.Options;
using Patterns.RateLimiting.Decisions;
using Patterns.RateLimiting.FixedWindow;
using Patterns.RateLimiting.Gcra;
using Patterns.RateLimiting.LeakyBucket;
using Patterns.RateLimiting.Limits;
using Patterns.RateLimiting.SlidingWindowCounter;
using Patterns.RateLimiting.SlidingWindowLog;
using Patterns.RateLimiting.Tests.Models;
using Patterns.RateLimiting.Tests.Support;
using Patterns.RateLimiting.TokenBucket;
using StackExchange.Redis;

namespace Patterns.RateLimiting.Tests.Cases;

/// <summary>Limits change while they are in use: what was used stays used.</summary>
public abstract class ReconfigurationCases(RecipeServer server) : LimiterCases(server)
{
    /// <summary>Each kind, and for how many seconds its limit is meant before and after.</summary>
    public static TheoryData<string, int, int> Changes => [.. (
        from kind in Kinds.Select(row => row.Data).Append("leaky_bucket")
        from lengths in ((int Before, int After)[])[(3_600, 1), (3_600, 7), (7, 3_600)]
        select (kind, lengths.Before, lengths.After))];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_was_used_counts_against_the_new_limit(string kind)
    {
        RedisRateLimiter limiter = await CreateAsync(kind, limit: 10);
        await AcquireAsync(limiter, permits: 6);
        Change(limiter, limit: 8, EndlessWindow);
        Assert.Equal(2, (await limiter.PeekAsync("p", cancellationToken: Cancellation)).Remaining);
        Change(limiter, limit: 4, EndlessWindow);
        Assert.Equal(0, (await limiter.PeekAsync("p", cancellationToken: Cancellation)).Remaining);
        Assert.False((await AcquireAsync(limiter)).IsAcquired);

        // The refusal is remembered for the old limit only.
        Change(limiter, limit: 20, EndlessWindow);
        Assert.True((await AcquireAsync(limiter, permits: 10)).IsAcquired);
        Assert.Single(Logger[2002], line => line.Contains("20 in", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_was_used_counts_in_a_window_of_another_length(string kind)
    {
        RedisRateLimiter limiter = Create(await DatabaseAsync(), kind, limit: 10, TimeSpan.FromDays(1));
        await AcquireAsync(limiter, permits: 6);
        Change(limiter, limit: 10, TimeSpan.FromDays(2));
        Assert.Equal(4, (await limiter.PeekAsync("p", cancellationToken: Cancellation)).Remaining);
        await AcquireAsync(limiter, permits: 2);
        Change(limiter, limit: 10, TimeSpan.FromDays(1));
        Assert.Equal(2, (await limiter.PeekAsync("p", cancellationToken: Cancellation)).Remaining);
    }

    /// <summary>Whoever waits as long as he was told gets his permits, however long windows were before, and nobody
    /// gets them a microsecond earlier.</summary>
    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_refusal_after_a_change_lasts_exactly_as_long_as_it_says(string kind, int before, int after)
    {
        IDatabase database = await DatabaseAsync();
        TimeSpan window = TimeSpan.FromSeconds(before);
        RedisRateLimiter limiter = Create(database, kind, limit: 5, window);
        var time = new GivenTime(database, Microseconds.Of(window));
        Assert.Equal(Verdict.Granted, (await AskAsync(5)).Verdict);
        Change(limiter, limit: 5, TimeSpan.FromSeconds(after));
        Assert.Equal(Verdict.NotNow, (await AskAsync(5)).Verdict);

        time.Pass(amount: 4);
        AcquireReply early = await AskAsync(5);
        Assert.Equal((Verdict.NotNow, 1), (early.Verdict, early.RetryAfter));
        time.Pass(amount: 3);
        Assert.Equal(Verdict.Granted, (await AskAsync(5)).Verdict);

        Task<AcquireReply> AskAsync(long permits)
            => time.AskAsync(limiter.Settings.Rule, Prefix, AcquireScripts.Take, permits);
    }

    [Fact]
    public async Task Bad_options_are_refused_and_change_nothing()
    {
        IDatabase database = await DatabaseAsync();
        var limiter = new RedisFixedWindowLimiter(
            database, new RedisFixedWindowOptions { KeyPrefix = Prefix, PermitLimit = 3 });
        Assert.Throws<OptionsValidationException>(
            () => limiter.Reconfigure(new RedisFixedWindowOptions { KeyPrefix = Prefix, PermitLimit = 0 }));
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => limiter.Reconfigure(new RedisFixedWindowOptions { KeyPrefix = "other", PermitLimit = 5 }));
        Assert.Contains("'other'", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await AcquireAsync(limiter)).Decision.Remaining);
    }

    private void Change(RedisRateLimiter limiter, long limit, TimeSpan window)
    {
        switch (limiter)
        {
            case RedisFixedWindowLimiter fixedWindow:
                fixedWindow.Reconfigure(new() { KeyPrefix = Prefix, PermitLimit = limit, Window = window });
                break;
            case RedisSlidingLogLimiter log:
                log.Reconfigure(new() { KeyPrefix = Prefix, PermitLimit = limit, Window = window });
                break;
            case RedisSlidingCounterLimiter counter:
                counter.Reconfigure(new() { KeyPrefix = Prefix, PermitLimit = limit, Window = window });
                break;
            case RedisLeakyBucketLimiter queue:
                queue.Reconfigure(
                    new() { KeyPrefix = Prefix, PermitLimit = limit, QueueLimit = limit - 1, Period = window });
                break;
            case RedisTokenBucketLimiter bucket:
                bucket.Reconfigure(
                    new() { KeyPrefix = Prefix, Capacity = limit, TokensPerPeriod = limit, Period = window });
                break;
            default:
                Assert.IsType<RedisGcraLimiter>(limiter).Reconfigure(
                    new() { KeyPrefix = Prefix, PermitLimit = limit, Burst = limit, Period = window });
                break;
        }
    }
}
