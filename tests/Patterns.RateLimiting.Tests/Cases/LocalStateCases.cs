using System.Threading.RateLimiting;
using Patterns.RateLimiting.Tests.Support;

namespace Patterns.RateLimiting.Tests.Cases;

/// <summary>What a process decides without asking Redis.</summary>
public abstract class LocalStateCases(RecipeServer server) : LimiterCases(server)
{
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_batch_is_one_round_trip_and_is_granted_at_once(string kind)
    {
        RedisRateLimiter limiter = await CreateAsync(kind, limit: 100, options => options.LocalBatch = 10);
        await AcquireAsync(limiter, "warm");
        CommandLog log = await LogCommandsAsync();
        Assert.True((await AcquireAsync(limiter)).IsAcquired);
        for (int permit = 0; permit < 9; permit++)
        {
            using RateLimitLease lease = limiter.AttemptAcquire("p");
            Assert.True(lease.IsAcquired);
            Assert.True(lease.TryGetMetadata(RateLimitMetadata.Remaining, out long remaining));
            Assert.Equal(98 - permit, remaining);
        }

        Assert.False(limiter.AttemptAcquire("p").IsAcquired);
        Assert.Equal("EVALSHA", log.Take());
        Assert.Equal(90, (await limiter.PeekAsync("p", cancellationToken: Cancellation)).Remaining);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Batches_of_several_processes_never_exceed_the_limit(string kind)
    {
        RedisRateLimiter[] processes = new RedisRateLimiter[4];
        for (int process = 0; process < processes.Length; process++)
        {
            processes[process] = await CreateAsync(
                kind, limit: 95, options => (options.LocalBatch, options.LocalDenial) = (10, TimeSpan.Zero));
        }

        int granted = 0;
        for (int call = 0; call < 200; call++)
        {
            granted += (await AcquireAsync(processes[call % processes.Length])).IsAcquired ? 1 : 0;
        }

        Assert.Equal(95, granted);
    }

    [Fact]
    public async Task Reserved_permits_are_not_granted_when_their_time_is_over()
    {
        RedisRateLimiter limiter = await CreateAsync(
            "token_bucket",
            limit: 100,
            options => (options.LocalBatch, options.LocalBatchLifetime) = (10, TimeSpan.FromSeconds(2)));
        await AcquireAsync(limiter);
        await Clock.AdvanceAsync(TimeSpan.FromSeconds(2) - TimeSpan.FromTicks(1), Cancellation);
        Assert.True(limiter.AttemptAcquire("p").IsAcquired);
        await Clock.AdvanceAsync(TimeSpan.FromTicks(1), Cancellation);
        Assert.False(limiter.AttemptAcquire("p").IsAcquired);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_refusal_is_repeated_without_a_round_trip_until_its_time_is_over(string kind)
    {
        RedisRateLimiter limiter = await CreateAsync(
            kind, limit: 2, options => options.LocalDenial = TimeSpan.FromSeconds(10));
        await AcquireAsync(limiter, permits: 2);
        RateLimitDecision first = (await AcquireAsync(limiter)).Decision;
        CommandLog log = await LogCommandsAsync();

        await Clock.AdvanceAsync(TimeSpan.FromSeconds(9), Cancellation);
        RedisRateLimitLease again = await AcquireAsync(limiter);
        Assert.Equal(RateLimitReason.LimitReachedLocally, again.Decision.Reason);
        Assert.Equal(first.RetryAfter - TimeSpan.FromSeconds(9), again.Decision.RetryAfter);
        using (RateLimitLease attempt = limiter.AttemptAcquire("p"))
        {
            Assert.False(attempt.IsAcquired);
            Assert.True(attempt.TryGetMetadata(RateLimitMetadata.Reason, out RateLimitReason reason));
            Assert.Equal(RateLimitReason.LimitReachedLocally, reason);
        }

        Assert.Equal("", log.Take());
        await Clock.AdvanceAsync(TimeSpan.FromSeconds(1), Cancellation);
        Assert.Equal(RateLimitReason.LimitReached, (await AcquireAsync(limiter)).Decision.Reason);
        Assert.Equal("EVALSHA", log.Take());
    }

    [Fact]
    public async Task A_refusal_does_not_speak_for_fewer_permits()
    {
        RedisRateLimiter limiter = await CreateAsync("token_bucket", limit: 5);
        await AcquireAsync(limiter, permits: 3);
        Assert.False((await AcquireAsync(limiter, permits: 4)).IsAcquired);
        Assert.True((await AcquireAsync(limiter, permits: 2)).IsAcquired);
    }

    [Fact]
    public async Task A_refusal_is_never_repeated_beyond_its_retry_after()
    {
        RedisRateLimiter limiter = Create(
            await DatabaseAsync(),
            "gcra",
            limit: 1,
            TimeSpan.FromSeconds(20),
            options => options.LocalDenial = TimeSpan.FromHours(1));
        await AcquireAsync(limiter);
        RateLimitDecision refused = (await AcquireAsync(limiter)).Decision;
        CommandLog log = await LogCommandsAsync();
        await Clock.AdvanceAsync(refused.RetryAfter!.Value, Cancellation);
        await AcquireAsync(limiter);
        Assert.Equal("EVALSHA", log.Take());
    }

    [Fact]
    public async Task Only_so_many_partitions_are_remembered()
    {
        RedisRateLimiter limiter = await CreateAsync(
            "fixed_window", limit: 10, options => options.RememberedPartitions = 100);
        await AcquireAsync(limiter, "first");
        for (int partition = 0; partition < 100; partition++)
        {
            await AcquireAsync(limiter, $"p{partition}");
        }

        Assert.Null(limiter.GetStatistics("first"));
        Assert.NotNull(limiter.GetStatistics("p99"));
        Assert.Equal(8, (await AcquireAsync(limiter, "first")).Decision.Remaining);
    }
}
