using Patterns.RateLimiting.Concurrency;
using Patterns.RateLimiting.Tests.Support;
using Polly;

namespace Patterns.RateLimiting.Tests.Cases;

/// <summary>Leases of several partitions are renewed, and one of the renewals does not go well.</summary>
public abstract class RenewalCases(RecipeServer server) : LimiterCases(server)
{
    private const int Partitions = 5;

    private readonly RecordingLogger<RedisConcurrencyLimiter> _logger = new();

    [Fact]
    public async Task A_renewal_that_takes_long_delays_no_other()
    {
        var replies = new ReplyGate();
        await using RedisConcurrencyLimiter limiter = await CreateAsync(replies.Pipeline);
        ConcurrencyLease[] leases = await HoldAsync(limiter);
        long[] deadlines = [.. leases.Select(lease => lease.Deadline)];
        (Task held, Action release) = replies.HoldNext();
        await Clock.AdvanceAsync(TimeSpan.FromSeconds(10), Cancellation);
        await held;
        await Eventually.TrueAsync(() => CountRenewed(leases, deadlines) == Partitions - 1, "the others are renewed");
        release();
        await Eventually.TrueAsync(() => CountRenewed(leases, deadlines) == Partitions, "the late one is renewed");
    }

    [Fact]
    public async Task A_renewal_that_fails_by_a_fault_of_the_program_ends_no_other_and_is_told()
    {
        var faults = new FaultyStrategy();
        await using RedisConcurrencyLimiter limiter = await CreateAsync(
            new ResiliencePipelineBuilder().AddStrategy(_ => faults, new NoOptions()).Build());
        ConcurrencyLease[] leases = await HoldAsync(limiter);
        long[] deadlines = [.. leases.Select(lease => lease.Deadline)];
        faults.FailNext();
        await Clock.AdvanceAsync(TimeSpan.FromSeconds(10), Cancellation);
        await Eventually.TrueAsync(
            () => CountRenewed(leases, deadlines) == Partitions - 1 && _logger[2006].Count == 1,
            "the others are renewed, and one line tells of the fault");
        ConcurrencyLease late = leases.Zip(deadlines).Single(row => row.First.Deadline == row.Second).First;
        Assert.Contains($"'{late.Partition.Name}'", _logger[2006][0], StringComparison.Ordinal);

        // The next round is planned when this one is over, which may be a little later.
        await Clock.AdvanceAsync(TimeSpan.FromSeconds(10), Cancellation);
        await PassTimeUntilAsync(
            () => Task.FromResult(CountRenewed(leases, deadlines) == Partitions),
            "the next round renews it",
            TimeSpan.Zero);
        Assert.False(late.LostToken.IsCancellationRequested);
    }

    private static int CountRenewed(ConcurrencyLease[] leases, long[] deadlines)
        => leases.Zip(deadlines).Count(row => row.First.Deadline > row.Second);

    private static async Task<ConcurrencyLease[]> HoldAsync(RedisConcurrencyLimiter limiter)
    {
        var leases = new ConcurrencyLease[Partitions];
        for (int index = 0; index < Partitions; index++)
        {
            leases[index] = Assert.IsType<ConcurrencyLease>(await AcquireAsync(limiter, $"p{index}"));
        }

        return leases;
    }

    private async Task<RedisConcurrencyLimiter> CreateAsync(ResiliencePipeline pipeline) => new(
        await DatabaseAsync(),
        new()
        {
            KeyPrefix = Prefix,
            LeaseDuration = TimeSpan.FromSeconds(30),
            RedisTimeout = TimeSpan.FromSeconds(30),
            RedisPipeline = pipeline,
        },
        _logger,
        Clock);

    private sealed class NoOptions : ResilienceStrategyOptions;

    /// <summary>A pipeline of the caller's own, with a fault.</summary>
    private sealed class FaultyStrategy : ResilienceStrategy
    {
        private bool _fails;

        public void FailNext() => Volatile.Write(ref _fails, true);

        protected override ValueTask<Outcome<TResult>> ExecuteCore<TResult, TState>(
            Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback,
            ResilienceContext context,
            TState state)
            => Interlocked.Exchange(ref _fails, false)
                ? throw new InvalidOperationException("The pipeline is at fault.")
                : callback(context, state);
    }
}
