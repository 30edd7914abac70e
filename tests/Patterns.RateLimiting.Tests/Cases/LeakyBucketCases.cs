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
        Task<RedisRateLimitLease>[] callers = new Task<RedisRateLimitLease>[4];
        for (int caller = 0; caller < callers.Length; caller++)
        {
            callers[caller] = AcquireAsync(limiter);
            int waiting = caller;
            await Poll.UntilAsync(
                _ => Task.FromResult(limiter.For("p").GetStatistics()!.CurrentQueuedCount == waiting),
                "the caller waits",
                Cancellation);
        }

        Assert.True((await callers[0]).IsAcquired);
        for (int caller = 1; caller < callers.Length; caller++)
        {
            Assert.False(callers[caller].IsCompleted);
            await Clock.AdvanceAsync(_interval, Cancellation);
            Assert.True((await Eventually.ResultAsync(callers[caller])).IsAcquired);
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

    private async Task<RedisRateLimiter> CreateBucketAsync(int limit)
        => Create(await DatabaseAsync(), "leaky_bucket", limit, _interval * limit);
}
