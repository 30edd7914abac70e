using Engine.Testing;
using Patterns.Locking.Semaphores;
using Patterns.Locking.Tests.Support;

namespace Patterns.Locking.Tests.Cases;

/// <summary>So many at a time, and no more.</summary>
public abstract class SemaphoreCases(RecipeServer server) : LockCases(server)
{
    [Fact]
    public async Task Permits_are_taken_up_to_the_limit_and_free_again_after_their_release()
    {
        RedisSemaphore one = (await CreateAsync()).Semaphore("s", 3);
        RedisSemaphore other = (await CreateElsewhereAsync()).Semaphore("s", 3);
        ILockHandle two = await TakeAsync(one, permits: 2);
        await using ILockHandle third = await TakeAsync(other);
        Assert.True(third.FencingToken > two.FencingToken);
        Assert.Null(await one.TryAcquireAsync(cancellationToken: Cancellation));
        await two.DisposeAsync();
        Assert.Null(await other.TryAcquireAsync(3, cancellationToken: Cancellation));
        await using ILockHandle again = await TakeAsync(other, permits: 2);
    }

    [Fact]
    public async Task Sixty_four_callers_never_hold_more_than_the_limit()
    {
        const int Limit = 5;
        RedisLocks[] processes = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => CreateElsewhereAsync(BePatient)));
        int inUse = 0;
        int most = 0;
        await Task.WhenAll(Enumerable.Range(0, 64).Select(caller => Task.Run(
            async () =>
            {
                RedisSemaphore semaphore = processes[caller % 4].Semaphore("s", Limit);
                for (int turn = 0; turn < 4; turn++)
                {
                    int permits = (caller % 3) + 1;
                    await using ILockHandle handle = await semaphore.AcquireAsync(
                        permits, cancellationToken: Cancellation);
                    int now = Interlocked.Add(ref inUse, permits);
                    InterlockedMax(ref most, now);
                    await Task.Yield();
                    Interlocked.Add(ref inUse, -permits);
                }
            },
            Cancellation)));
        Assert.InRange(most, 2, Limit);
    }

    [Fact]
    public async Task Who_waits_for_many_permits_is_not_overtaken_by_those_who_want_few()
    {
        RedisSemaphore semaphore = (await CreateAsync()).Semaphore("s", 3);
        ILockHandle first = await TakeAsync(semaphore);
        Task<ILockHandle> all = semaphore.AcquireAsync(3, cancellationToken: Cancellation).AsTask();
        await UntilWaitingAsync(1);

        // Two are free, but somebody is before.
        Assert.Null(await semaphore.TryAcquireAsync(cancellationToken: Cancellation));
        await first.DisposeAsync();
        await (await Eventually.ResultAsync(all)).DisposeAsync();
    }

    [Fact]
    public async Task One_release_lets_in_as_many_as_fit()
    {
        RedisSemaphore semaphore = (await CreateAsync()).Semaphore("s", 3);
        ILockHandle all = await TakeAsync(semaphore, permits: 3);
        Task<ILockHandle>[] waiting =
            [.. Enumerable.Range(0, 3).Select(_ => semaphore.AcquireAsync(cancellationToken: Cancellation).AsTask())];
        await UntilWaitingAsync(3);
        await all.DisposeAsync();
        foreach (ILockHandle handle in await Eventually.ResultAsync(Task.WhenAll(waiting)))
        {
            await handle.DisposeAsync();
        }
    }

    [Fact]
    public async Task Each_permit_ends_by_itself_when_its_process_is_gone()
    {
        // The clock of the first stands still: it renews nothing.
        var ttl = TimeSpan.FromMilliseconds(300);
        RedisLocks gone = await CreateAsync(options => options.TimeToLive = ttl, new VirtualTimeProvider());
        RedisSemaphore semaphore = (await CreateElsewhereAsync()).Semaphore("s", 2);
        await TakeAsync(gone.Semaphore("s", 2));
        await using ILockHandle renewed = await TakeAsync(semaphore);
        ILockHandle? next = null;
        await PassTimeUntilAsync(
            async () => (next = await semaphore.TryAcquireAsync(cancellationToken: Cancellation)) is not null,
            "the permit is over",
            ttl / 3);
        Assert.True(renewed.IsHeld);
        await next!.DisposeAsync();
    }

    [Fact]
    public async Task What_it_can_never_give_is_refused_with_the_bound()
    {
        RedisLocks locks = await CreateAsync();
        RedisSemaphore semaphore = locks.Semaphore("s", 2);
        ArgumentOutOfRangeException error = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => semaphore.TryAcquireAsync(3, cancellationToken: Cancellation).AsTask());
        Assert.Contains("3 permits of the semaphore 's'", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => locks.Semaphore("s", 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => locks.Semaphore("s", 10_001));
    }

    private static async Task<ILockHandle> TakeAsync(RedisSemaphore semaphore, int permits = 1)
    {
        ILockHandle? handle = await semaphore.TryAcquireAsync(permits, cancellationToken: Cancellation);
        Assert.NotNull(handle);
        return handle;
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (int seen = target; value > seen; seen = target)
        {
            Interlocked.CompareExchange(ref target, value, seen);
        }
    }

    private Task UntilWaitingAsync(int count) => UntilWaitingAsync(count, "s", LockKeys.Semaphore);
}
