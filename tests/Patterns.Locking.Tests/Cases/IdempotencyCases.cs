using Engine.Testing;
using Patterns.Locking.Fencing;
using Patterns.Locking.Idempotency;
using Patterns.Locking.Tests.Support;

namespace Patterns.Locking.Tests.Cases;

/// <summary>An operation runs once for each key.</summary>
public abstract class IdempotencyCases(RecipeServer server) : LockCases(server)
{
    [Fact]
    public async Task An_operation_runs_once_and_its_result_is_replayed_in_one_round_trip()
    {
        var guard = new IdempotencyGuard(await CreateAsync());
        int runs = 0;
        IdempotentResult<int> first = await RunAsync(guard, () => Task.FromResult(++runs));
        Assert.Equal((IdempotentOutcome.Ran, 1), (first.Outcome, first.Value));
        CommandLog log = await LogCommandsAsync();
        IdempotentResult<int> again = await RunAsync(guard, () => Task.FromResult(++runs));
        Assert.Equal((IdempotentOutcome.Replayed, 1), (again.Outcome, again.Value));
        Assert.Equal("HGET", log.Take());
        Assert.Equal(2, (await RunAsync(guard, () => Task.FromResult(++runs), "another")).Value);
    }

    [Fact]
    public async Task Fifty_callers_of_four_processes_with_one_key_run_it_once()
    {
        RedisLocks[] processes = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => CreateElsewhereAsync(BePatient)));
        int runs = 0;
        IdempotentResult<int>[] results = await Task.WhenAll(Enumerable.Range(0, 50).Select(caller => RunAsync(
            new IdempotencyGuard(processes[caller % 4], new IdempotencyOptions { WaitTime = TimeSpan.FromHours(1) }),
            async () =>
            {
                await Task.Yield();
                return Interlocked.Increment(ref runs);
            }).AsTask()));
        Assert.Equal(1, runs);
        Assert.Single(results, result => result.Outcome == IdempotentOutcome.Ran);
        Assert.All(results, result => Assert.Equal(1, result.Value));
    }

    [Fact]
    public async Task A_key_that_is_in_flight_is_told_to_those_who_do_not_wait()
    {
        var guard = new IdempotencyGuard(
            await CreateAsync(), new IdempotencyOptions { WaitTime = TimeSpan.Zero });
        var began = new TaskCompletionSource();
        var ends = new TaskCompletionSource<int>();
        Task<IdempotentResult<int>> first = RunAsync(guard, () =>
        {
            began.SetResult();
            return ends.Task;
        }).AsTask();
        await began.Task;
        Assert.Equal(
            IdempotentOutcome.InFlight,
            (await RunAsync(guard, () => throw new InvalidOperationException("It ran twice."))).Outcome);
        ends.SetResult(7);
        Assert.Equal(IdempotentOutcome.Ran, (await first).Outcome);
        Assert.Equal(7, (await RunAsync(guard, () => ends.Task)).Value);
    }

    [Fact]
    public async Task An_operation_that_throws_keeps_nothing_and_runs_again()
    {
        var guard = new IdempotencyGuard(await CreateAsync());
        await Assert.ThrowsAsync<FormatException>(
            () => RunAsync(guard, () => throw new FormatException("planted")).AsTask());
        Assert.Equal(IdempotentOutcome.Ran, (await RunAsync(guard, () => Task.FromResult(1))).Outcome);
    }

    [Fact]
    public async Task A_result_is_kept_as_long_as_the_options_say()
    {
        var guard = new IdempotencyGuard(
            await CreateAsync(), new IdempotencyOptions { ResultTimeToLive = TimeSpan.FromMinutes(5) });
        await RunAsync(guard, () => Task.FromResult(1));
        TimeSpan? left = await (await DatabaseAsync()).KeyTimeToLiveAsync($"{Prefix}:2:{{k}}::result");
        Assert.InRange(left!.Value, TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task A_run_that_was_overtaken_does_not_replace_the_result_of_the_other()
    {
        // The clock of the first stands still: it does not know that its time is over.
        var ttl = TimeSpan.FromMilliseconds(300);
        var slow = new IdempotencyGuard(
            await CreateAsync(options => options.TimeToLive = ttl, new VirtualTimeProvider()));
        var fast = new IdempotencyGuard(
            await CreateElsewhereAsync(), new IdempotencyOptions { WaitTime = TimeSpan.Zero });
        var began = new TaskCompletionSource();
        var ends = new TaskCompletionSource<int>();
        Task<IdempotentResult<int>> first = RunAsync(slow, () =>
        {
            began.SetResult();
            return ends.Task;
        }).AsTask();
        await began.Task;
        await PassTimeUntilAsync(
            async () => (await RunAsync(fast, () => Task.FromResult(2))).Outcome == IdempotentOutcome.Ran,
            "the key is free",
            ttl / 3);
        ends.SetResult(1);
        await Assert.ThrowsAsync<StaleLockException>(() => first);
        Assert.Equal(2, (await RunAsync(fast, () => Task.FromResult(3))).Value);
    }

    private static ValueTask<IdempotentResult<int>> RunAsync(
        IdempotencyGuard guard, Func<Task<int>> operation, string key = "k") => guard.RunAsync(
            key,
            (run, _) =>
            {
                Assert.Equal(key, run.Key);
                Assert.True(run.FencingToken > 0);
                return operation();
            },
            TestJsonContext.Default.Int32,
            Cancellation);
}
