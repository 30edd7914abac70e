using System.Threading.RateLimiting;
using Patterns.RateLimiting.Concurrency;
using Patterns.RateLimiting.Tests.Support;
using Redis.Fixtures;

namespace Patterns.RateLimiting.Tests.Cases;

/// <summary>Callers leave, and limiters are disposed of, at any moment.</summary>
public abstract class DepartureCases(RecipeServer server) : LimiterCases(server)
{
    private const int Limit = 10_000;
    private const int Callers = 300;

    private static readonly TimeSpan _window = TimeSpan.FromDays(300);

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Callers_that_leave_at_any_moment_leave_no_permit_taken(string kind)
    {
        RedisRateLimiter limiter = Create(
            await DatabaseAsync(), kind, Limit, _window, options => options.RedisTimeout = TimeSpan.FromSeconds(30));
        (int stayed, int left) = await AskAndLeaveAsync(limiter);
        Assert.InRange(stayed + left, Callers, Callers);
        await PassTimeUntilAsync(
            async () => (await limiter.PeekAsync("p", cancellationToken: Cancellation)).Remaining == Limit - stayed,
            $"only the permits of the {stayed} who stayed are taken",
            TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task Callers_that_leave_a_concurrency_limit_at_any_moment_leave_no_lease_behind()
    {
        await using var limiter = new RedisConcurrencyLimiter(
            await DatabaseAsync(),
            new() { KeyPrefix = Prefix, PermitLimit = Limit, RedisTimeout = TimeSpan.FromSeconds(30) },
            timeProvider: Clock);
        (int stayed, _) = await AskAndLeaveAsync(limiter);
        await Poll.UntilAsync(
            async _ => (await limiter.PeekAsync("p", cancellationToken: Cancellation)).Remaining == Limit - stayed,
            $"only the permits of the {stayed} who stayed are taken",
            Cancellation);
    }

    [Fact]
    public async Task Whoever_leaves_a_leaky_bucket_while_it_waits_is_told_so_and_no_turn_comes_twice()
    {
        const int Queue = 50;
        RedisRateLimiter limiter = Create(
            await DatabaseAsync(),
            "leaky_bucket",
            Queue,
            TimeSpan.FromDays(20),
            options => options.RedisTimeout = TimeSpan.FromSeconds(30));
        using var leaves = new CancellationTokenSource();
        Task<RateLimitLease>[] callers =
            [.. Enumerable.Range(0, 2 * Queue).Select(_ => limiter.AcquireAsync("p", 1, leaves.Token).AsTask())];
        await Poll.UntilAsync(
            _ => Task.FromResult(
                callers.Count(caller => caller.IsCompleted) == Queue + 1
                && limiter.GetStatistics("p")!.CurrentQueuedCount == Queue - 1),
            "all but those who wait are answered, and those wait",
            Cancellation);
        Assert.Equal(1, callers.Count(caller => caller.IsCompletedSuccessfully && caller.Result.IsAcquired));

        await leaves.CancelAsync();
        await Task.WhenAny(Task.WhenAll(callers));
        Assert.Equal(Queue - 1, callers.Count(caller => caller.IsCanceled));
        Assert.Equal(0, limiter.GetStatistics("p")!.CurrentQueuedCount);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Calls_that_are_under_way_when_the_limiter_is_disposed_of_are_answered(string kind)
    {
        RedisRateLimiter limiter = Create(
            await DatabaseAsync(), kind, Limit, _window, options => options.RedisTimeout = TimeSpan.FromSeconds(30));
        Task<RateLimitLease>[] calls =
            [.. Enumerable.Range(0, Callers).Select(_ => limiter.AcquireAsync("p", 1, Cancellation).AsTask())];
        await limiter.DisposeAsync();
        limiter.Dispose();
        Assert.All(await Task.WhenAll(calls), lease => Assert.True(lease.IsAcquired));
        Assert.Throws<ObjectDisposedException>(() => limiter.AttemptAcquire("p"));
    }

    [Fact]
    public async Task Leases_of_a_concurrency_limiter_that_is_disposed_of_are_released_as_before_or_lost_in_time()
    {
        var limiter = new RedisConcurrencyLimiter(
            await DatabaseAsync(),
            new() { KeyPrefix = Prefix, PermitLimit = 2, RedisTimeout = TimeSpan.FromSeconds(30) },
            timeProvider: Clock);
        await using var other = new RedisConcurrencyLimiter(
            await DatabaseAsync(), new() { KeyPrefix = Prefix, PermitLimit = 2 }, timeProvider: Clock);
        RateLimitLease released = await AcquireAsync(limiter);
        using var kept = Assert.IsType<ConcurrencyLease>(await AcquireAsync(limiter));
        CancellationToken lost = kept.LostToken;
        await limiter.DisposeAsync();
        released.Dispose();
        await Poll.UntilAsync(
            async _ => (await other.PeekAsync("p", cancellationToken: Cancellation)).Remaining == 1,
            "the permit is free",
            Cancellation);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => AcquireAsync(limiter));
        await Clock.AdvanceAsync(TimeSpan.FromSeconds(30), Cancellation);
        Assert.True(lost.IsCancellationRequested);
    }

    /// <summary>Asks for a permit each, and cancels each call after a while of its own, most of them before the reply.
    /// </summary>
    private static async Task<(int Stayed, int Left)> AskAndLeaveAsync(PartitionedRateLimiter<string> limiter)
    {
        int stayed = 0;
        int left = 0;
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(
            async () =>
            {
                using var leaves = new CancellationTokenSource();
                Task<RateLimitLease> call = limiter.AcquireAsync("p", 1, leaves.Token).AsTask();
                for (int patience = caller % 7; patience > 0 && !call.IsCompleted; patience--)
                {
                    await Task.Yield();
                }

                await leaves.CancelAsync();
                try
                {
                    Assert.True((await call).IsAcquired);
                    Interlocked.Increment(ref stayed);
                }
                catch (OperationCanceledException)
                {
                    Interlocked.Increment(ref left);
                }
            },
            Cancellation)));
        return (stayed, left);
    }
}
