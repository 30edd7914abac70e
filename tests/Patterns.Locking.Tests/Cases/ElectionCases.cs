using Patterns.Locking.Election;
using Patterns.Locking.Tests.Support;
using Redis.Fixtures;

namespace Patterns.Locking.Tests.Cases;

/// <summary>One leads, and the next takes over.</summary>
public abstract class ElectionCases(RecipeServer server) : LockCases(server)
{
    [Fact]
    public async Task One_of_several_leads_until_it_stops_and_then_the_next()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var terms = new List<long>();
        int leading = 0;
        LeaderElection[] candidates =
            [.. await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ => new LeaderElection(
                await CreateElsewhereAsync(), "e", timeProvider: Clock)))];
        Task[] running = [.. candidates.Select(candidate => candidate.RunAsync(
            async (term, token) =>
            {
                Assert.Equal(1, Interlocked.Increment(ref leading));
                Assert.True(term.IsCurrent && term.Remaining > TimeSpan.Zero);
                terms.Add(term.FencingToken);
                await Task.Yield();
                Interlocked.Decrement(ref leading);
                if (terms.Count == 30)
                {
                    await stop.CancelAsync();
                }
            },
            stop.Token))];
        foreach (Task candidate in running)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                () => candidate.WaitAsync(TimeSpan.FromSeconds(30), Cancellation));
        }

        Assert.Equal(terms.Order(), terms);
        Assert.Equal(terms.Count, terms.Distinct().Count());
        Assert.All(candidates, candidate => Assert.False(candidate.IsLeader));
    }

    [Fact]
    public async Task A_leader_that_loses_the_lock_is_told_and_stands_again()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        int terms = 0;
        var election = new LeaderElection(await CreateAsync(), "e", timeProvider: Clock);
        Task running = election.RunAsync(
            async (_, token) =>
            {
                Interlocked.Increment(ref terms);
                await Task.Delay(Timeout.InfiniteTimeSpan, Clock, token);
            },
            stop.Token);
        await UntilAsync(() => election.IsLeader, "it leads");
        await (await DatabaseAsync()).KeyDeleteAsync($"{Prefix}:2:{{e}}");
        await Clock.AdvanceAsync(TimeSpan.FromSeconds(10), Cancellation);
        await UntilAsync(() => Volatile.Read(ref terms) == 2 && election.IsLeader, "it leads again");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.False(election.IsLeader);
        await (await TakeAsync(await CreateElsewhereAsync(), "e")).DisposeAsync();
    }

    [Fact]
    public async Task A_lead_that_fails_is_logged_and_stood_for_again_after_a_pause()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var logger = new RecordingLogger<LeaderElection>();
        int terms = 0;
        var election = new LeaderElection(await CreateAsync(), "e", logger: logger, timeProvider: Clock);
        Task running = election.RunAsync(
            (_, _) => ++terms == 1 ? throw new FormatException("planted") : stop.CancelAsync(), stop.Token);
        await UntilAsync(() => logger[7005].Count == 1, "the failure is logged");
        await UntilAsync(
            async () =>
            {
                await Clock.AdvanceAsync(LeaderElection.PauseAfterFailure, Cancellation);
                return running.IsCompleted;
            },
            "it stands again");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(2, terms);
        Assert.Equal(2, logger[7003].Count);
        Assert.Equal(2, logger[7004].Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_candidacy_ends_with_the_locks_it_stands_on(bool leads)
    {
        var logger = new RecordingLogger<LeaderElection>();
        RedisLocks locks = await CreateAsync();
        ILockHandle? other = leads ? null : await TakeAsync(await CreateElsewhereAsync(), "e");
        var election = new LeaderElection(locks, "e", logger: logger, timeProvider: Clock);
        Task running = election.RunAsync(
            (_, token) => Task.Delay(Timeout.InfiniteTimeSpan, Clock, token), Cancellation);
        await (leads ? UntilAsync(() => election.IsLeader, "it leads") : UntilWaitingAsync(1, "e"));
        await locks.DisposeAsync();
        await UntilAsync(
            async () =>
            {
                // A lead that is renewed no more ends with its time.
                await Clock.AdvanceAsync(TimeSpan.FromSeconds(1), Cancellation);
                return running.IsCompleted;
            },
            "the candidacy has ended");
        await Assert.ThrowsAsync<ObjectDisposedException>(() => running);
        Assert.Empty(logger[7005]);
        await (other?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Fact]
    public async Task A_candidate_waits_without_end()
    {
        RedisLocks locks = await CreateAsync();
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => new LeaderElection(locks, "e", WaitFor(TimeSpan.FromSeconds(1))));
        Assert.Contains("WaitTime is 00:00:01", error.Message, StringComparison.Ordinal);
    }

    private static Task UntilAsync(Func<bool> condition, string expectation)
        => UntilAsync(() => Task.FromResult(condition()), expectation);

    private static Task UntilAsync(Func<Task<bool>> condition, string expectation)
        => Poll.UntilAsync(_ => condition(), expectation, Cancellation);
}
