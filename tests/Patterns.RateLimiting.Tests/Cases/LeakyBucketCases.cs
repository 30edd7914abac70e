using System.Threading.RateLimiting;
using Patterns.RateLimiting.Tests.Support;
using Redis.Fixtures;

namespace Patterns.RateLimiting.Tests.Cases;

/// <summary>Callers wait for their turn. The turns are given by Redis, the waiting is on the virtual clock.</summary>
public abstract class LeakyBucketCases(RecipeServer server) : LimiterCases(server)
{
    // Long enough that the server's clock does not matter while a test runs.
    private static readonly TimeSpan _interval = TimeSpan.FromHours(1);

    [Fact]
    public async Task Callers_leave_an_interval_apart_in_the_order_of_their_coming()
    {
        RedisRateLimiter limiter = await CreateBucketAsync(limit: 4);

        // Comes back before the others ask: one that finds its script unknown could be overtaken.
        Assert.True((await AcquireAsync(limiter)).IsAcquired);
        Task<RedisRateLimitLease>[] callers = new Task<RedisRateLimitLease>[3];
        for (int caller = 0; caller < callers.Length; caller++)
        {
            callers[caller] = AcquireAsync(limiter);
            int waiting = caller + 1;
            await Poll.UntilAsync(
                _ => Task.FromResult(limiter.For("p").GetStatistics()!.CurrentQueuedCount == waiting),
                "the caller waits",
                Cancellation);
        }

        foreach (Task<RedisRateLimitLease> caller in callers)
        {
            Assert.False(caller.IsCompleted);
            await Clock.AdvanceAsync(_interval, Cancellation);
            Assert.True((await Eventually.ResultAsync(caller)).IsAcquired);
        }
    }

    [Fact]
    public async Task A_full_queue_refuses_and_says_when_there_is_room()
    {
        RedisRateLimiter limiter = await CreateBucketAsync(limit: 2);
        _ = AcquireAsync(limiter, permits: 2);
        await Poll.UntilAsync(
            async _ => (await limiter.PeekAsync("p", cancellationToken: Cancellation)).Remaining == 0,
            "the bucket is full",
            Cancellation);
        RedisRateLimitLease refused = await AcquireAsync(limiter);
        Assert.Equal(RateLimitReason.LimitReached, refused.Decision.Reason);
        Assert.InRange(refused.Decision.RetryAfter!.Value, _interval * 0.5, _interval);
    }

    [Fact]
    public async Task The_last_in_the_queue_gives_its_turn_back_when_it_leaves()
    {
        RedisRateLimiter limiter = await CreateBucketAsync(limit: 3);
        await AcquireAsync(limiter);
        using var leaves = new CancellationTokenSource();
        Task<RateLimitLease> last = limiter.AcquireAsync("p", 1, leaves.Token).AsTask();
        await Poll.UntilAsync(
            _ => Task.FromResult(limiter.For("p").GetStatistics()!.CurrentQueuedCount == 1),
            "the caller waits",
            Cancellation);
        Assert.Equal(1, (await limiter.PeekAsync("p", cancellationToken: Cancellation)).Remaining);

        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => last);
        await Poll.UntilAsync(
            async _ => (await limiter.PeekAsync("p", cancellationToken: Cancellation)).Remaining == 2,
            "the turn is free again",
            Cancellation);
    }

    [Fact]
    public async Task A_timer_that_comes_too_early_sends_nobody_off_before_its_turn()
    {
        RedisRateLimiter limiter = Create(
            await DatabaseAsync(), "leaky_bucket", limit: 2, _interval * 2, clock: new HastyTimeProvider(Clock));
        await AcquireAsync(limiter);
        Task<RedisRateLimitLease> caller = AcquireAsync(limiter);
        await Poll.UntilAsync(
            _ => Task.FromResult(limiter.GetStatistics("p")!.CurrentQueuedCount == 1),
            "the caller waits",
            Cancellation);

        // The turn comes at most a second earlier than an interval from now; timers come an hour's tenth earlier.
        await Clock.AdvanceAsync(_interval * 0.95, Cancellation);
        Assert.False(caller.IsCompleted);
        await Clock.AdvanceAsync(_interval * 0.05, Cancellation);
        Assert.True((await Eventually.ResultAsync(caller)).IsAcquired);
    }

    [Fact]
    public async Task Sixty_four_callers_fill_the_queue_and_no_place_more()
    {
        const int Places = 20;
        RedisRateLimiter limiter = await CreateBucketAsync(Places);
        using var leaves = new CancellationTokenSource();
        Task<RateLimitLease>[] callers =
            [.. Enumerable.Range(0, 64).Select(_ => limiter.AcquireAsync("p", 1, leaves.Token).AsTask())];
        await Poll.UntilAsync(
            _ => Task.FromResult(
                limiter.GetStatistics("p") is
                {
                    TotalFailedLeases: 64 - Places,
                    CurrentQueuedCount: Places - 1,
                    TotalSuccessfulLeases: 1,
                }),
            "one leaves at once, the queue is full, and all that do not fit are refused",
            Cancellation);
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(callers));
    }

    [Fact]
    public async Task An_acquire_is_one_round_trip_however_long_the_wait_and_no_key_outlives_the_queue()
    {
        TimeSpan interval = TimeSpan.FromMilliseconds(50);
        RedisRateLimiter limiter = Create(await DatabaseAsync(), "leaky_bucket", limit: 3, interval * 3);
        await AcquireAsync(limiter, "warm");
        CommandLog log = await LogCommandsAsync();
        Task<RedisRateLimitLease[]> callers = Task.WhenAll(AcquireAsync(limiter), AcquireAsync(limiter));
        Assert.All(await Eventually.ResultAsync(callers, Clock, interval / 5), lease => Assert.True(lease.IsAcquired));
        Assert.Equal("EVALSHA EVALSHA", log.Take());
        await PassTimeUntilAsync(
            async () => await CountKeysAsync() == 0, "no key is left", TimeSpan.FromMilliseconds(10));
    }

    [Fact]
    public async Task A_cost_above_the_bucket_is_refused_for_good()
    {
        RedisRateLimiter limiter = await CreateBucketAsync(limit: 2);
        RedisRateLimitLease lease = await AcquireAsync(limiter, permits: 3);
        Assert.Equal(RateLimitReason.CostAboveLimit, lease.Decision.Reason);
        Assert.Null(lease.Decision.RetryAfter);
    }

    private async Task<RedisRateLimiter> CreateBucketAsync(int limit)
        => Create(await DatabaseAsync(), "leaky_bucket", limit, _interval * limit);
}
