using Patterns.RateLimiting.Tests.Support;

namespace Patterns.RateLimiting.Tests.Cases;

/// <summary>What operators do.</summary>
public abstract class AdministrationCases(RecipeServer server) : LimiterCases(server)
{
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task To_peek_takes_nothing(string kind)
    {
        RedisRateLimiter limiter = await CreateAsync(kind, limit: 3);
        await AcquireAsync(limiter);
        for (int look = 0; look < 5; look++)
        {
            RateLimitDecision decision = await limiter.PeekAsync("p", permits: 2, cancellationToken: Cancellation);
            Assert.True(decision.IsGranted);
            Assert.Equal(2, decision.Remaining);
        }

        Assert.Equal(
            RateLimitReason.LimitReached,
            (await limiter.PeekAsync("p", permits: 3, cancellationToken: Cancellation)).Reason);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task To_reset_forgets_what_was_used_and_a_block(string kind)
    {
        RedisRateLimiter limiter = await CreateAsync(kind, limit: 1);
        await AcquireAsync(limiter);
        Assert.False((await AcquireAsync(limiter)).IsAcquired);
        await limiter.BlockAsync("p", TimeSpan.FromHours(1), cancellationToken: Cancellation);
        await limiter.ResetAsync("p", cancellationToken: Cancellation);
        Assert.True((await AcquireAsync(limiter)).IsAcquired);
        await limiter.ResetAsync("p", cancellationToken: Cancellation);
        Assert.Equal(0, await CountKeysAsync());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_block_refuses_until_it_is_over_or_ended(string kind)
    {
        RedisRateLimiter limiter = await CreateAsync(kind, limit: 10);
        await limiter.BlockAsync("p", TimeSpan.FromHours(1), cancellationToken: Cancellation);
        RedisRateLimitLease lease = await AcquireAsync(limiter);
        Assert.Equal(RateLimitReason.Blocked, lease.Decision.Reason);
        Assert.InRange(lease.Decision.RetryAfter!.Value, TimeSpan.FromMinutes(59), TimeSpan.FromHours(1));
        Assert.Equal(10, lease.Decision.Remaining);
        Assert.True((await AcquireAsync(limiter, "another")).IsAcquired);

        await limiter.UnblockAsync("p", cancellationToken: Cancellation);
        Assert.True((await AcquireAsync(limiter)).IsAcquired);

        await limiter.BlockAsync("p", TimeSpan.FromMilliseconds(20), cancellationToken: Cancellation);
        await PassTimeUntilAsync(
            async () => (await limiter.PeekAsync("p", cancellationToken: Cancellation)).IsGranted,
            "the block is over",
            TimeSpan.FromMilliseconds(10));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_penalty_is_owed_beyond_the_limit(string kind)
    {
        RedisRateLimiter limiter = await CreateAsync(kind, limit: 4);
        TimeSpan first = (await limiter.PenaliseAsync("p", 4, cancellationToken: Cancellation)).ResetAfter;
        Assert.False((await AcquireAsync(limiter)).IsAcquired);
        RateLimitDecision after = await limiter.PenaliseAsync("p", 4, cancellationToken: Cancellation);
        Assert.Equal(0, after.Remaining);
        if (kind is "token_bucket" or "gcra")
        {
            Assert.InRange(after.ResetAfter, first * 1.9, first * 2.1);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(367 * 24)]
    public async Task A_block_out_of_bounds_is_named_with_its_bounds(int hours)
    {
        RedisRateLimiter limiter = await CreateAsync("gcra", limit: 4);
        ArgumentOutOfRangeException error = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => limiter.BlockAsync("p", TimeSpan.FromHours(hours), cancellationToken: Cancellation));
        Assert.Contains("must be between 00:00:00.0010000 and 366.00:00:00", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_operation_is_one_round_trip()
    {
        RedisRateLimiter limiter = await CreateAsync("gcra", limit: 4);

        // Another case may have flushed the scripts; each is loaded when it is called first.
        await limiter.PeekAsync("p", cancellationToken: Cancellation);
        await limiter.PenaliseAsync("p", 1, cancellationToken: Cancellation);
        CommandLog log = await LogCommandsAsync();
        await limiter.PeekAsync("p", cancellationToken: Cancellation);
        await limiter.PenaliseAsync("p", 1, cancellationToken: Cancellation);
        await limiter.BlockAsync("p", TimeSpan.FromHours(1), cancellationToken: Cancellation);
        await limiter.UnblockAsync("p", cancellationToken: Cancellation);
        await limiter.ResetAsync("p", cancellationToken: Cancellation);
        Assert.Equal("EVALSHA EVALSHA SET DEL DEL", log.Take());
    }
}
