using Engine.Testing;
using Patterns.Locking.ReadWrite;
using Patterns.Locking.Tests.Support;

namespace Patterns.Locking.Tests.Cases;

/// <summary>Many readers or one writer.</summary>
public abstract class ReadWriteCases(RecipeServer server) : LockCases(server)
{
    [Fact]
    public async Task Readers_get_in_together_and_a_writer_alone()
    {
        RedisReadWriteLock one = (await CreateAsync()).ReadWrite("r");
        RedisReadWriteLock other = (await CreateElsewhereAsync()).ReadWrite("r");
        ILockHandle first = await ReadAsync(one);
        ILockHandle second = await ReadAsync(other);
        Assert.Null(await one.TryAcquireWriteAsync(cancellationToken: Cancellation));
        await first.DisposeAsync();
        Assert.Null(await one.TryAcquireWriteAsync(cancellationToken: Cancellation));
        await second.DisposeAsync();

        ILockHandle? writer = await one.TryAcquireWriteAsync(cancellationToken: Cancellation);
        Assert.True(writer!.FencingToken > second.FencingToken);
        Assert.Null(await other.TryAcquireReadAsync(cancellationToken: Cancellation));
        Assert.Null(await other.TryAcquireWriteAsync(cancellationToken: Cancellation));
        await writer.DisposeAsync();
    }

    [Fact]
    public async Task A_writer_that_waits_is_not_starved_by_readers_that_come_later()
    {
        RedisReadWriteLock one = (await CreateAsync()).ReadWrite("r");
        RedisReadWriteLock other = (await CreateElsewhereAsync()).ReadWrite("r");
        ILockHandle reader = await ReadAsync(one);
        Task<ILockHandle> writing = other.AcquireWriteAsync(cancellationToken: Cancellation).AsTask();
        await UntilWaitingAsync(1);
        Assert.Null(await one.TryAcquireReadAsync(cancellationToken: Cancellation));
        Task<ILockHandle>[] reading =
            [.. Enumerable.Range(0, 3).Select(_ => one.AcquireReadAsync(cancellationToken: Cancellation).AsTask())];
        await UntilWaitingAsync(4);

        await reader.DisposeAsync();
        ILockHandle writer = await Eventually.ResultAsync(writing);
        Assert.All(reading, task => Assert.False(task.IsCompleted));

        // And all readers behind it get in at once.
        await writer.DisposeAsync();
        ILockHandle[] readers = await Eventually.ResultAsync(Task.WhenAll(reading));
        Assert.All(readers, handle => Assert.True(handle.IsHeld));
        await Task.WhenAll(readers.Select(handle => handle.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task A_reader_that_died_does_not_stay_because_others_read_on()
    {
        // The clock of the first stands still: it renews nothing.
        var ttl = TimeSpan.FromMilliseconds(300);
        RedisLocks gone = await CreateAsync(options => options.TimeToLive = ttl, new VirtualTimeProvider());
        RedisReadWriteLock readWrite = (await CreateElsewhereAsync()).ReadWrite("r");
        await ReadAsync(gone.ReadWrite("r"));
        await using (ILockHandle living = await ReadAsync(readWrite))
        {
            Assert.True(await living.ExtendAsync(cancellationToken: Cancellation));
        }

        ILockHandle? writer = null;
        await PassTimeUntilAsync(
            async () => (writer = await readWrite.TryAcquireWriteAsync(cancellationToken: Cancellation)) is not null,
            "the dead reader's time is over",
            ttl / 3);
        await writer!.DisposeAsync();
    }

    [Fact]
    public async Task It_has_nothing_to_do_with_other_locks_of_the_same_name()
    {
        RedisLocks locks = await CreateAsync();
        await using ILockHandle mutex = await TakeAsync(locks, "r");
        await using ILockHandle? writer = await locks.ReadWrite("r").TryAcquireWriteAsync(
            cancellationToken: Cancellation);
        await using ILockHandle? permit = await locks.Semaphore("r", 1).TryAcquireAsync(
            cancellationToken: Cancellation);
        Assert.True(mutex.IsHeld && writer!.IsHeld && permit!.IsHeld);
    }

    private static async Task<ILockHandle> ReadAsync(RedisReadWriteLock readWrite)
    {
        ILockHandle? handle = await readWrite.TryAcquireReadAsync(cancellationToken: Cancellation);
        Assert.NotNull(handle);
        return handle;
    }

    private Task UntilWaitingAsync(int count) => UntilWaitingAsync(count, "r", LockKeys.ReadWrite);
}
