using Patterns.Locking.Tests.Support;
using Redis.Fixtures;
using StackExchange.Redis;

namespace Patterns.Locking.Tests.Cases;

/// <summary>What a handle knows of its lock, and how it is kept and lost.</summary>
public abstract class LeaseCases(RecipeServer server) : LockCases(server)
{
    private static readonly TimeSpan _ttl = TimeSpan.FromSeconds(30);

    // The allowance for clocks of different speed: 1 % and 2 ms.
    private static readonly TimeSpan _validity = TimeSpan.FromMilliseconds(30_000 - 300 - 2);

    [Fact]
    public async Task Without_renewal_the_lock_is_lost_at_its_deadline_and_never_comes_back()
    {
        RedisLocks locks = await CreateAsync(options => options.Renewal = false);
        ILockHandle handle = await TakeAsync(locks);
        CancellationToken lost = handle.LostToken;
        Assert.Equal(_validity, handle.Remaining);
        await Clock.AdvanceAsync(_validity - TimeSpan.FromMilliseconds(1), Cancellation);
        Assert.True(handle.IsHeld);
        Assert.False(lost.IsCancellationRequested);
        Assert.Equal(TimeSpan.FromMilliseconds(1), handle.Remaining);

        await Clock.AdvanceAsync(TimeSpan.FromMilliseconds(1), Cancellation);
        Assert.False(handle.IsHeld);
        Assert.True(lost.IsCancellationRequested);
        Assert.Equal(TimeSpan.Zero, handle.Remaining);
        Assert.False(await handle.ExtendAsync(cancellationToken: Cancellation));
        Assert.False(handle.IsHeld);
        Assert.Single(Logger[7002], line => line.Contains("'l'", StringComparison.Ordinal));
        await handle.DisposeAsync();
    }

    [Fact]
    public async Task LostToken_of_a_lock_that_was_lost_before_it_was_asked_for_is_cancelled()
    {
        RedisLocks locks = await CreateAsync(options => options.Renewal = false);
        ILockHandle handle = await TakeAsync(locks);
        await Clock.AdvanceAsync(_validity, Cancellation);
        Assert.True(handle.LostToken.IsCancellationRequested);
        await handle.DisposeAsync();
    }

    [Fact]
    public async Task A_lock_that_is_held_is_renewed_three_times_in_its_time_to_live()
    {
        RedisLocks locks = await CreateAsync();
        await using ILockHandle handle = await TakeAsync(locks);
        for (int renewal = 0; renewal < 6; renewal++)
        {
            await Clock.AdvanceAsync(_ttl / 3, Cancellation);
            await Poll.UntilAsync(
                _ => Task.FromResult(handle.Remaining == _validity), "the lock is renewed", Cancellation);
        }

        Assert.False(handle.LostToken.IsCancellationRequested);
    }

    [Fact]
    public async Task A_thousand_locks_are_renewed_by_one_batch_for_each_cadence()
    {
        const int Locks = 1_000;
        using var measurements = new Measurements("Patterns.Locking", Prefix);
        RedisLocks locks = await CreateAsync();
        var handles = new List<ILockHandle>();
        for (int index = 0; index < Locks; index++)
        {
            handles.Add(await TakeAsync(locks, $"l{index}"));
            await Clock.AdvanceAsync(TimeSpan.FromMilliseconds(9), Cancellation);
        }

        // After a few cadences all of them are in step.
        for (int cadence = 0; cadence < 3; cadence++)
        {
            await NextRenewalAsync();
        }

        double before = Answered();
        await NextRenewalAsync();
        await NextRenewalAsync();
        Assert.Equal(before + 2, Answered());
        Assert.All(handles, handle => Assert.True(handle.IsHeld));
        await Task.WhenAll(handles.Select(handle => handle.DisposeAsync().AsTask()));

        async Task NextRenewalAsync()
        {
            double before = Answered();
            await Clock.AdvanceAsync(_ttl / 3, Cancellation);
            await Poll.UntilAsync(
                _ => Task.FromResult(
                    Answered() > before && handles.All(handle => handle.Remaining > _validity - (_ttl / 3))),
                "all locks are renewed, and that is counted",
                Cancellation);
        }

        double Answered() => measurements.Sum("patterns.lock.renewals", "answered");
    }

    [Fact]
    public async Task A_lock_that_redis_has_forgotten_is_lost_at_the_next_renewal_and_not_retaken()
    {
        RedisLocks locks = await CreateAsync();
        ILockHandle handle = await TakeAsync(locks);
        CancellationToken lost = handle.LostToken;
        IDatabase database = await DatabaseAsync();
        await database.KeyDeleteAsync($"{Prefix}:2:{{l}}");
        await Clock.AdvanceAsync(_ttl / 3, Cancellation);
        await Poll.UntilAsync(_ => Task.FromResult(lost.IsCancellationRequested), "the lock is lost", Cancellation);
        Assert.False(handle.IsHeld);
        Assert.False(await database.KeyExistsAsync($"{Prefix}:2:{{l}}"));
        await using ILockHandle others = await TakeAsync(await CreateElsewhereAsync());
        await handle.DisposeAsync();
        Assert.True(others.IsHeld);
    }

    [Fact]
    public async Task MaxHold_ends_a_lock_that_is_renewed_and_LostToken_says_so()
    {
        using var measurements = new Measurements("Patterns.Locking", Prefix);
        RedisLocks locks = await CreateAsync();
        ILockHandle handle = await TakeAsync(
            locks, options: new LockOptions { MaxHold = TimeSpan.FromSeconds(45) });
        await Clock.AdvanceAsync(_ttl / 3, Cancellation);
        await Poll.UntilAsync(
            _ => Task.FromResult(handle.Remaining == _validity), "the lock is renewed", Cancellation);
        await Clock.AdvanceAsync(_ttl / 3, Cancellation);
        await Poll.UntilAsync(
            _ => Task.FromResult(handle.Remaining > TimeSpan.FromSeconds(24)), "the lock is renewed", Cancellation);
        Assert.InRange(handle.Remaining, TimeSpan.FromSeconds(24), TimeSpan.FromSeconds(25));
        await Clock.AdvanceAsync(TimeSpan.FromSeconds(25), Cancellation);
        Assert.False(handle.IsHeld);
        Assert.True(handle.LostToken.IsCancellationRequested);
        Assert.Equal(1, measurements.Sum("patterns.lock.losses", "max_hold"));
        Assert.False(await handle.ExtendAsync(cancellationToken: Cancellation));
        await handle.DisposeAsync();
    }

    [Fact]
    public async Task A_lock_with_MaxHold_that_was_not_renewed_before_its_end_was_in_sight_has_expired()
    {
        using var measurements = new Measurements("Patterns.Locking", Prefix);
        RedisLocks locks = await CreateAsync(options => options.Renewal = false);
        await using ILockHandle handle = await TakeAsync(
            locks, options: new LockOptions { MaxHold = TimeSpan.FromSeconds(45) });
        await Clock.AdvanceAsync(_ttl, Cancellation);
        Assert.False(handle.IsHeld);
        Assert.Equal(1, measurements.Sum("patterns.lock.losses", "expired"));
    }

    [Fact]
    public async Task Extending_moves_the_deadline_here_and_in_redis()
    {
        RedisLocks locks = await CreateAsync(options => options.Renewal = false);
        await using ILockHandle handle = await TakeAsync(locks);
        await Clock.AdvanceAsync(TimeSpan.FromSeconds(20), Cancellation);
        Assert.True(await handle.ExtendAsync(cancellationToken: Cancellation));
        Assert.Equal(_validity, handle.Remaining);
        Assert.True(await handle.ExtendAsync(TimeSpan.FromMinutes(10), Cancellation));
        Assert.InRange(handle.Remaining, TimeSpan.FromMinutes(9.8), TimeSpan.FromMinutes(10));

        // A shorter time takes nothing back, neither here nor there.
        Assert.True(await handle.ExtendAsync(TimeSpan.FromSeconds(1), Cancellation));
        Assert.InRange(handle.Remaining, TimeSpan.FromMinutes(9.8), TimeSpan.FromMinutes(10));
        await Clock.AdvanceAsync(TimeSpan.FromMinutes(9), Cancellation);
        await RequireTakenAsync(await CreateElsewhereAsync());
        ArgumentOutOfRangeException error = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => handle.ExtendAsync(TimeSpan.FromMilliseconds(99), Cancellation).AsTask());
        Assert.Contains("00:00:00.0990000, but must be between", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disposed_instance_renews_no_more_tells_of_losses_and_refuses_requests()
    {
        RedisLocks locks = await CreateAsync();
        ILockHandle handle = await TakeAsync(locks);
        CancellationToken lost = handle.LostToken;
        await locks.DisposeAsync();
        await locks.DisposeAsync();
        await Clock.AdvanceAsync(_validity - TimeSpan.FromMilliseconds(1), Cancellation);
        Assert.True(handle.IsHeld);
        Assert.False(lost.IsCancellationRequested);
        await Clock.AdvanceAsync(TimeSpan.FromMilliseconds(1), Cancellation);
        Assert.False(handle.IsHeld);
        Assert.True(lost.IsCancellationRequested);
        await handle.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(
            () => locks.TryAcquireAsync("l", cancellationToken: Cancellation).AsTask());
    }
}
