using Engine.Testing;
using Patterns.Locking.Tests.Support;
using Redis.Fixtures;
using StackExchange.Redis;

namespace Patterns.Locking.Tests.Cases;

/// <summary>Who waits gets the lock in turn, by a message or else by asking.</summary>
public abstract class WaitingCases(RecipeServer server) : LockCases(server)
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Who_waits_is_told_of_the_release_without_asking_again()
    {
        RedisLocks one = await CreateAsync();
        RedisLocks other = await CreateElsewhereAsync();
        ILockHandle first = await TakeAsync(one);
        Task<ILockHandle> waiting = other.AcquireAsync("l", cancellationToken: Cancellation).AsTask();
        await UntilWaitingAsync(1);

        // The clock stands still, so nobody asks.
        await first.DisposeAsync();
        await using ILockHandle second = await Eventually.ResultAsync(waiting);
        Assert.True(second.IsHeld);
        Assert.True(second.FencingToken > first.FencingToken);
        Assert.Empty(await ReadQueueAsync());
        await RequireTakenAsync(one);
    }

    [Fact]
    public async Task A_grant_by_message_is_confirmed_at_once_and_lasts_as_long_as_any_other()
    {
        RedisLocks one = await CreateAsync();
        RedisLocks other = await CreateElsewhereAsync();
        ILockHandle first = await TakeAsync(one);
        Task<ILockHandle> waiting = other.AcquireAsync("l", cancellationToken: Cancellation).AsTask();
        await UntilWaitingAsync(1);
        await first.DisposeAsync();
        await using ILockHandle second = await Eventually.ResultAsync(waiting);
        await PassTimeUntilAsync(
            () => Task.FromResult(second.Remaining > TimeSpan.FromSeconds(29)),
            "the grant is confirmed",
            TimeSpan.Zero);
    }

    [Fact]
    public async Task Waiting_callers_get_the_lock_in_the_order_in_which_they_came()
    {
        RedisLocks[] processes = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => CreateElsewhereAsync(BePatient)));
        ILockHandle holder = await TakeAsync(processes[0]);
        var order = new List<int>();
        var callers = new List<Task>();
        for (int caller = 0; caller < 12; caller++)
        {
            callers.Add(WaitAsync(caller));
            await UntilWaitingAsync(caller + 1);
        }

        await holder.DisposeAsync();
        await Eventually.ResultAsync(Task.WhenAll(callers).ContinueWith(
            done => done.Exception, Cancellation, TaskContinuationOptions.None, TaskScheduler.Default));
        Assert.Equal(Enumerable.Range(0, 12), order);

        async Task WaitAsync(int caller)
        {
            await using ILockHandle handle = await processes[caller % 4].AcquireAsync(
                "l", cancellationToken: Cancellation);
            order.Add(caller);
        }
    }

    [Fact]
    public async Task A_newcomer_does_not_overtake_those_who_wait()
    {
        RedisLocks one = await CreateAsync();
        RedisLocks other = await CreateElsewhereAsync();
        ILockHandle first = await TakeAsync(one, options: new LockOptions { Renewal = false, TimeToLive = _second });
        Task<ILockHandle> waiting = other.AcquireAsync("l", cancellationToken: Cancellation).AsTask();
        await Poll.UntilAsync(
            async _ => waiting.IsCompleted || (await ReadQueueAsync()).Length == 1,
            "it waits, or a busy machine took the second of the holder",
            Cancellation);

        // The holder never comes back. Whoever asks first afterwards, the lock goes to the one who waits.
        await PassTimeUntilAsync(
            async () =>
            {
                Assert.Null(await one.TryAcquireAsync("l", cancellationToken: Cancellation));
                return waiting.IsCompleted;
            },
            "the one who waits has the lock",
            TimeSpan.FromMilliseconds(100));
        await (await waiting).DisposeAsync();
        await first.DisposeAsync();
    }

    [Fact]
    public async Task Two_hundred_waiting_callers_cost_one_message_for_each_release()
    {
        const int Callers = 200;
        using var measurements = new Measurements("Patterns.Locking", Prefix);
        RedisLocks[] processes = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => CreateElsewhereAsync(BePatient)));
        ILockHandle holder = await TakeAsync(processes[0]);
        Task<int>[] callers = [.. Enumerable.Range(0, Callers).Select(WaitAsync)];
        await UntilWaitingAsync(Callers);
        await holder.DisposeAsync();
        Assert.Equal(Callers, (await Eventually.ResultAsync(Task.WhenAll(callers))).Sum());
        Assert.Equal(Callers, measurements.Sum("patterns.lock.wakeups"));

        async Task<int> WaitAsync(int caller)
        {
            await using ILockHandle handle = await processes[caller % 4].AcquireAsync(
                "l", cancellationToken: Cancellation);
            return 1;
        }
    }

    [Fact]
    public async Task Who_has_waited_long_enough_gets_null_or_an_exception_and_leaves_the_queue()
    {
        RedisLocks one = await CreateAsync();
        RedisLocks other = await CreateElsewhereAsync();
        await using ILockHandle held = await TakeAsync(
            one, options: new LockOptions { TimeToLive = TimeSpan.FromDays(1) });
        Task<ILockHandle?> trying = other.TryAcquireAsync("l", WaitFor(_second), Cancellation).AsTask();
        Task<ILockHandle> insisting = other.AcquireAsync("l", WaitFor(_second), Cancellation).AsTask();
        await UntilWaitingAsync(2);
        Assert.Null(await Eventually.ResultAsync(trying, Clock, TimeSpan.FromMilliseconds(200)));
        LockTimeoutException error = await Assert.ThrowsAsync<LockTimeoutException>(
            () => Eventually.ResultAsync(insisting, Clock, TimeSpan.FromMilliseconds(200)));
        Assert.Contains("'l' was held by others for 00:00:01", error.Message, StringComparison.Ordinal);
        await UntilWaitingAsync(0);
    }

    [Fact]
    public async Task Who_leaves_gives_the_turn_to_the_next()
    {
        RedisLocks one = await CreateAsync();
        RedisLocks other = await CreateElsewhereAsync();
        ILockHandle held = await TakeAsync(one);
        using var leaves = new CancellationTokenSource();
        Task leaving = other.AcquireAsync("l", cancellationToken: leaves.Token).AsTask();
        await UntilWaitingAsync(1);
        Task<ILockHandle> staying = one.AcquireAsync("l", cancellationToken: Cancellation).AsTask();
        await UntilWaitingAsync(2);
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        await UntilWaitingAsync(1);
        await held.DisposeAsync();
        await (await Eventually.ResultAsync(staying)).DisposeAsync();
    }

    [Fact]
    public async Task Who_waits_when_the_locks_are_disposed_of_leaves_the_queue_with_an_exception()
    {
        RedisLocks one = await CreateAsync();
        RedisLocks other = await CreateElsewhereAsync();
        ILockHandle held = await TakeAsync(one);
        Task<ILockHandle> waiting = other.AcquireAsync("l", cancellationToken: Cancellation).AsTask();
        await UntilWaitingAsync(1);
        await other.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Eventually.ResultAsync(waiting));
        await UntilWaitingAsync(0);
        await held.DisposeAsync();
        await (await TakeAsync(one)).DisposeAsync();
    }

    [Fact]
    public async Task Who_hears_no_message_gets_the_lock_by_asking()
    {
        RedisLocks one = await CreateAsync();
        RedisLocks deaf = await CreateElsewhereAsync();
        ILockHandle held = await TakeAsync(one);
        Task<ILockHandle> waiting = deaf.AcquireAsync("l", cancellationToken: Cancellation).AsTask();
        await UntilWaitingAsync(1);
        IDatabase database = await DatabaseAsync();
        await database.ExecuteAsync("CLIENT", "KILL", "TYPE", "pubsub");
        await held.DisposeAsync();
        await using ILockHandle handle = await Eventually.ResultAsync(waiting, Clock, TimeSpan.FromMilliseconds(100));
        Assert.True(handle.IsHeld);
    }

    [Fact]
    public async Task A_message_about_a_grant_that_is_over_is_not_believed()
    {
        RedisLocks one = await CreateAsync();
        RedisLocks other = await CreateElsewhereAsync();
        ILockHandle held = await TakeAsync(one, options: new LockOptions { TimeToLive = TimeSpan.FromHours(1) });
        Task<ILockHandle> waiting = other.AcquireAsync("l", cancellationToken: Cancellation).AsTask();
        await UntilWaitingAsync(1);
        await Clock.AdvanceAsync(TimeSpan.FromMinutes(1), Cancellation);

        // It was on its way for a minute, and the grant that it tells of lasted half of that.
        IDatabase database = await DatabaseAsync();
        var channels = new HashSet<RedisChannel>();
        foreach (IServer node in database.Multiplexer.GetServers())
        {
            channels.UnionWith(await node.SubscriptionChannelsAsync(RedisChannel.Pattern($"{Prefix}:2:granted:*")));
        }

        string id = (await ReadQueueAsync())[0];
        await database.PublishAsync(Assert.Single(channels), $"{id} {held.FencingToken + 1} 0");
        await UntilWaitingAsync(1);
        Assert.False(waiting.IsCompleted);
        await held.DisposeAsync();
        await using ILockHandle next = await Eventually.ResultAsync(waiting, Clock, TimeSpan.FromMilliseconds(100));
        Assert.True(next.FencingToken > held.FencingToken);
    }

    [Fact]
    public async Task A_process_that_died_in_the_queue_is_passed_over()
    {
        RedisLocks one = await CreateAsync();
        RedisLocks other = await CreateElsewhereAsync();
        string place;
        ILockHandle held = await TakeAsync(one, options: new LockOptions { TimeToLive = TimeSpan.FromHours(1) });
        await using (ConnectionMultiplexer connection = await ConnectAnewAsync())
        {
            // Its clock stands still, so it never asks again; and its connection is gone before its turn.
            var dead = new RedisLocks(
                connection.GetDatabase(),
                Options(options => options.PollInterval = _second),
                timeProvider: new VirtualTimeProvider());
            _ = dead.AcquireAsync("l", cancellationToken: Cancellation).AsTask();
            await UntilWaitingAsync(1);
            place = (await ReadQueueAsync())[0];
        }

        Task<ILockHandle> waiting = other.AcquireAsync("l", cancellationToken: Cancellation).AsTask();
        await Poll.UntilAsync(
            async _ => (await ReadQueueAsync()).Any(id => id != place),
            "the other waits",
            Cancellation);
        await held.DisposeAsync();

        // The dead one was granted the lock, or has been forgotten by now; either passes.
        await using ILockHandle handle = await Eventually.ResultAsync(waiting, Clock, TimeSpan.FromMilliseconds(100));
        Assert.True(handle.IsHeld);
    }
}
