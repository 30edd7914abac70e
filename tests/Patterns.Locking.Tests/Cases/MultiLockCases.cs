using Patterns.Locking.MultiLocks;
using Patterns.Locking.Tests.Support;
using Redis.Fixtures;
using StackExchange.Redis;

namespace Patterns.Locking.Tests.Cases;

/// <summary>All locks or none.</summary>
public abstract class MultiLockCases(RecipeServer server) : LockCases(server)
{
    [Fact]
    public async Task All_are_held_or_none()
    {
        RedisLocks one = await CreateAsync();
        RedisLocks other = await CreateElsewhereAsync();
        var multiLock = new MultiLock(one, ["b", "a", "c", "a"], Clock);
        Assert.Equal(["a", "b", "c"], multiLock.Names);
        ILockHandle b = await TakeAsync(other, "b");
        Assert.Null(await multiLock.TryAcquireAsync(cancellationToken: Cancellation));
        await (await TakeAsync(other, "a")).DisposeAsync();

        await b.DisposeAsync();
        MultiLockHandle? all = await multiLock.TryAcquireAsync(cancellationToken: Cancellation);
        Assert.True(all!.IsHeld);
        Assert.Equal(["a", "b", "c"], all.Handles.Select(handle => handle.Name));
        Assert.Equal(all.Handles[1].FencingToken, all.FencingTokenOf("b"));
        Assert.Throws<ArgumentException>(() => all.FencingTokenOf("d"));
        await RequireTakenAsync(other, "c");
        await all.DisposeAsync();
        await all.DisposeAsync();
        await (await TakeAsync(other, "c")).DisposeAsync();
    }

    [Fact]
    public async Task Callers_that_want_the_same_locks_in_other_orders_do_not_wait_for_each_other_in_a_circle()
    {
        RedisLocks one = await CreateElsewhereAsync(BePatient);
        RedisLocks other = await CreateElsewhereAsync(BePatient);
        int inside = 0;
        await Task.WhenAll(Enumerable.Range(0, 16).Select(caller => Task.Run(
            async () =>
            {
                string[] names = caller % 2 == 0 ? ["x", "y", "z"] : ["z", "y", "x"];
                var multiLock = new MultiLock(caller % 4 < 2 ? one : other, names, Clock);
                for (int turn = 0; turn < 4; turn++)
                {
                    await using MultiLockHandle all = await multiLock.AcquireAsync(cancellationToken: Cancellation);
                    Assert.Equal(1, Interlocked.Increment(ref inside));
                    await Task.Yield();
                    Interlocked.Decrement(ref inside);
                }
            },
            Cancellation)));
    }

    [Fact]
    public async Task The_wait_is_that_of_all_together()
    {
        RedisLocks one = await CreateAsync();
        RedisLocks other = await CreateElsewhereAsync();
        await using ILockHandle a = await TakeAsync(other, "a");
        await using ILockHandle b = await TakeAsync(other, "b");
        var multiLock = new MultiLock(one, ["a", "b"], Clock);
        Task<MultiLockHandle> waiting = multiLock
            .AcquireAsync(WaitFor(TimeSpan.FromSeconds(1)), Cancellation).AsTask();
        await UntilWaitingAsync(1, "a");
        TimeSpan start = Clock.Elapsed;
        LockTimeoutException error = await Assert.ThrowsAsync<LockTimeoutException>(
            () => Eventually.ResultAsync(waiting, Clock, TimeSpan.FromMilliseconds(100)));
        Assert.Contains("'a', 'b'", error.Message, StringComparison.Ordinal);
        Assert.InRange(Clock.Elapsed - start, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Losing_one_is_losing_all()
    {
        RedisLocks locks = await CreateAsync();
        await using MultiLockHandle all = await new MultiLock(locks, ["a", "b"]).AcquireAsync(
            cancellationToken: Cancellation);
        IDatabase database = await DatabaseAsync();
        await database.KeyDeleteAsync($"{Prefix}:2:{{b}}");
        await Clock.AdvanceAsync(TimeSpan.FromSeconds(10), Cancellation);
        await Poll.UntilAsync(
            _ => Task.FromResult(all.LostToken.IsCancellationRequested), "one is lost", Cancellation);
        Assert.False(all.IsHeld);
        Assert.Equal(TimeSpan.Zero, all.Remaining);
    }

    [Fact]
    public async Task No_name_and_too_many_names_are_refused()
    {
        RedisLocks locks = await CreateAsync();
        Assert.Throws<ArgumentException>(() => new MultiLock(locks, []));
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => new MultiLock(locks, Enumerable.Range(0, 101).Select(number => $"{number}")));
        Assert.Contains("101 names, but must be 1 to 100", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new MultiLock(locks, ["a{b"]));
    }
}
