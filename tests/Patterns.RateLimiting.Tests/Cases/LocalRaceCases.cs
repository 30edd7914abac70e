using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using Patterns.RateLimiting.Tests.Support;

namespace Patterns.RateLimiting.Tests.Cases;

/// <summary>What a process knows changes while a call is under way whose reply will be about the time before.</summary>
public abstract class LocalRaceCases(RecipeServer server) : LimiterCases(server)
{
    private readonly ReplyGate _replies = new();

    /// <summary>What operators do that ends what a reserve may grant.</summary>
    public static TheoryData<string> Penalties => ["block", "penalise", "reset"];

    [Theory]
    [MemberData(nameof(Penalties))]
    public async Task Permits_that_were_reserved_before_an_operator_came_are_not_granted_after(string verb)
    {
        RedisRateLimiter limiter = await CreateAsync("gcra", limit: 20, options =>
        {
            options.LocalBatch = 10;
            options.RedisPipeline = _replies.Pipeline;
        });
        (Task held, Action release) = _replies.HoldNext();
        Task<RedisRateLimitLease> call = AcquireAsync(limiter);
        await held;
        await ActAsync(limiter, verb);
        release();
        Assert.True((await call).IsAcquired);
        Assert.False(limiter.AttemptAcquire("p").IsAcquired);
        RateLimitReason expected = verb switch
        {
            "block" => RateLimitReason.Blocked,
            "penalise" => RateLimitReason.LimitReached,
            _ => RateLimitReason.Granted,
        };
        Assert.Equal(expected, (await AcquireAsync(limiter)).Decision.Reason);
    }

    [Theory]
    [InlineData("unblock")]
    [InlineData("reset")]
    public async Task A_refusal_from_before_an_operator_came_is_not_repeated_after(string verb)
    {
        RedisRateLimiter limiter = await CreateAsync("gcra", limit: 20, options =>
        {
            options.LocalDenial = TimeSpan.FromHours(1);
            options.RedisPipeline = _replies.Pipeline;
        });
        await limiter.BlockAsync("p", TimeSpan.FromHours(1), cancellationToken: Cancellation);
        (Task held, Action release) = _replies.HoldNext();
        Task<RedisRateLimitLease> call = AcquireAsync(limiter);
        await held;
        await ActAsync(limiter, verb);
        release();
        Assert.Equal(RateLimitReason.Blocked, (await call).Decision.Reason);
        Assert.Equal(RateLimitReason.Granted, (await AcquireAsync(limiter)).Decision.Reason);
    }

    /// <summary>Others ask at every moment at which the first caller, who has a batch in its hands, reads the
    /// clock.</summary>
    [Fact]
    public async Task Nobody_asks_for_a_batch_while_another_keeps_his()
    {
        var clock = new InterruptingTimeProvider(Clock);
        RedisRateLimiter limiter = Create(
            await DatabaseAsync(),
            "gcra",
            limit: 100,
            EndlessWindow,
            options => (options.LocalBatch, options.RedisPipeline) = (10, _replies.Pipeline),
            clock);
        var others = new ConcurrentQueue<Task<RedisRateLimitLease>>();
        (Task held, Action release) = _replies.HoldNext();
        Task<RedisRateLimitLease> first = AcquireAsync(limiter);
        await held;
        clock.Interrupt(times: 4, () => others.Enqueue(AcquireAsync(limiter)));
        release();
        Assert.True((await first).IsAcquired);
        while (others.Any(call => !call.IsCompleted))
        {
            await Task.WhenAll(others);
        }

        Assert.InRange(CountReserved(limiter), 1, 9);
    }

    [Fact]
    public async Task A_call_of_many_permits_never_leaves_more_than_a_batch()
    {
        RedisRateLimiter limiter = await CreateAsync("gcra", limit: 100, options => options.LocalBatch = 10);
        await AcquireAsync(limiter, permits: 2);
        await AcquireAsync(limiter, permits: 1);
        await AcquireAsync(limiter, permits: 9);
        Assert.Equal(100 - 11 - 10, (await limiter.PeekAsync("p", cancellationToken: Cancellation)).Remaining);
        Assert.Equal(9, CountReserved(limiter));
    }

    [Fact]
    public async Task Permits_whose_time_is_over_do_not_remain()
    {
        RedisRateLimiter limiter = await CreateAsync("gcra", limit: 100, options => options.LocalBatch = 10);
        await AcquireAsync(limiter);
        Assert.Equal(99, limiter.GetStatistics("p")!.CurrentAvailablePermits);
        await Clock.AdvanceAsync(TimeSpan.FromSeconds(1), Cancellation);
        Assert.Equal(90, limiter.GetStatistics("p")!.CurrentAvailablePermits);
    }

    private static Task ActAsync(RedisRateLimiter limiter, string verb) => verb switch
    {
        "block" => limiter.BlockAsync("p", TimeSpan.FromHours(1), cancellationToken: Cancellation),
        "unblock" => limiter.UnblockAsync("p", cancellationToken: Cancellation),
        "penalise" => limiter.PenaliseAsync("p", 20, cancellationToken: Cancellation).AsTask(),
        _ => limiter.ResetAsync("p", cancellationToken: Cancellation),
    };

    private static int CountReserved(RedisRateLimiter limiter)
    {
        int reserved = 0;
        while (IsReserved())
        {
            reserved++;
        }

        return reserved;

        bool IsReserved()
        {
            using RateLimitLease lease = limiter.AttemptAcquire("p");
            return lease.IsAcquired;
        }
    }
}
