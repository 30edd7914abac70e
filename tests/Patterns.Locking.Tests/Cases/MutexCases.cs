using Engine.Testing;
using Patterns.Locking.Tests.Support;
using Redis.Fixtures;
using StackExchange.Redis;

namespace Patterns.Locking.Tests.Cases;

/// <summary>A lock is held by one at a time.</summary>
public abstract class MutexCases(RecipeServer server) : LockCases(server)
{
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(300);

    [Fact]
    public async Task A_key_of_another_type_is_named_at_once_and_not_waited_for()
    {
        RedisLocks locks = await CreateAsync();
        await (await DatabaseAsync()).ListLeftPushAsync($"{Prefix}:2:{{l}}", "no lock");
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await locks.AcquireAsync("l", cancellationToken: Cancellation));
        Assert.Contains("lock 'l' holds something else", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await locks.TryAcquireAsync("l", cancellationToken: Cancellation));
    }

    [Fact]
    public async Task A_lock_that_is_held_is_refused_to_others_and_free_after_its_release()
    {
        RedisLocks one = await CreateAsync();
        RedisLocks other = await CreateElsewhereAsync();
        ILockHandle handle = await TakeAsync(one);
        await RequireTakenAsync(other);
        await RequireTakenAsync(one);
        await using ILockHandle another = await TakeAsync(other, "another");

        await handle.DisposeAsync();
        Assert.False(handle.IsHeld);
        Assert.Equal(TimeSpan.Zero, handle.Remaining);
        Assert.False(handle.LostToken.IsCancellationRequested);
        await using ILockHandle next = await TakeAsync(other);
        Assert.Equal("l", next.Name);
        Assert.Equal(LockGuarantee.Advisory, next.Guarantee);
    }

    [Fact]
    public async Task A_free_lock_takes_one_round_trip_and_its_release_another()
    {
        RedisLocks locks = await CreateAsync();
        await (await TakeAsync(locks)).DisposeAsync();
        CommandLog log = await LogCommandsAsync();
        ILockHandle handle = await TakeAsync(locks);
        Assert.Equal("EVALSHA", log.Take());
        await handle.DisposeAsync();
        Assert.Equal("EVALSHA", log.Take());
    }

    [Fact]
    public async Task A_handle_may_be_disposed_of_twice_and_then_releases_nothing_of_others()
    {
        RedisLocks one = await CreateAsync();
        RedisLocks other = await CreateElsewhereAsync();
        ILockHandle handle = await TakeAsync(one);
        await handle.DisposeAsync();
        await using ILockHandle others = await TakeAsync(other);
        await handle.DisposeAsync();
        await RequireTakenAsync(one);
        await Assert.ThrowsAsync<ObjectDisposedException>(
            () => handle.ExtendAsync(cancellationToken: Cancellation).AsTask());
    }

    [Fact]
    public async Task Expired_lock_can_be_taken_by_another_holder_and_its_late_release_leaves_that_one_alone()
    {
        // The clock of the first stands still, as that of a process does that is paused.
        var stopped = new VirtualTimeProvider();
        RedisLocks paused = await CreateAsync(options => options.TimeToLive = _short, stopped);
        RedisLocks other = await CreateElsewhereAsync();
        ILockHandle stale = await TakeAsync(paused);
        ILockHandle? taken = null;
        await PassTimeUntilAsync(
            async () => (taken = await other.TryAcquireAsync("l", cancellationToken: Cancellation)) is not null,
            "the lock is over",
            _short / 3);
        Assert.True(taken!.FencingToken > stale.FencingToken);

        await stale.DisposeAsync();
        await RequireTakenAsync(paused);
        Assert.True(taken.IsHeld);
        await taken.DisposeAsync();
    }

    [Fact]
    public async Task Fencing_tokens_grow_with_every_grant_and_are_no_smaller_than_the_time()
    {
        RedisLocks locks = await CreateAsync();
        IDatabase database = await DatabaseAsync();
        long last = await TimeAsync(database);
        for (int grant = 0; grant < 20; grant++)
        {
            await using ILockHandle handle = await TakeAsync(locks);
            Assert.True(handle.FencingToken >= last, $"{handle.FencingToken} is below {last}.");
            last = handle.FencingToken + 1;
        }
    }

    [Fact]
    public async Task Fencing_tokens_grow_also_when_redis_has_forgotten_the_last_one()
    {
        RedisLocks locks = await CreateAsync();
        ILockHandle first = await TakeAsync(locks);
        await first.DisposeAsync();
        IDatabase database = await DatabaseAsync();
        Assert.True(await database.KeyDeleteAsync($"{Prefix}:2:{{l}}"));
        await PassTimeUntilAsync(
            async () => await TimeAsync(database) > first.FencingToken, "time has passed", TimeSpan.FromSeconds(1));
        await using ILockHandle second = await TakeAsync(locks);
        Assert.True(second.FencingToken > first.FencingToken);
    }

    [Fact]
    public async Task Every_key_has_an_expiry_that_covers_the_memory_of_its_token()
    {
        RedisLocks locks = await CreateAsync(options => options.FencingMemory = TimeSpan.FromMinutes(10));
        RedisLocks other = await CreateElsewhereAsync(options => options.FencingMemory = TimeSpan.FromMinutes(10));
        await using ILockHandle handle = await TakeAsync(locks);
        using var leaves = new CancellationTokenSource();
        Task[] waiting =
        [
            other.AcquireAsync("l", cancellationToken: leaves.Token).AsTask(),
            other.AcquireAsync("l", cancellationToken: leaves.Token).AsTask(),
        ];
        await UntilWaitingAsync(2);
        IDatabase database = await DatabaseAsync();
        foreach (string key in (string[])["", "::queue", "::waiters"])
        {
            TimeSpan? left = await database.KeyTimeToLiveAsync($"{Prefix}:2:{{l}}{key}");
            Assert.InRange(left!.Value, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(11));
        }

        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting[0]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting[1]);
    }

    [Fact]
    public async Task Sixty_four_callers_of_eight_processes_never_hold_it_together()
    {
        RedisLocks[] processes = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => CreateElsewhereAsync(BePatient)));
        int inside = 0;
        int most = 0;
        long last = 0;
        await Task.WhenAll(Enumerable.Range(0, 64).Select(caller => Task.Run(
            async () =>
            {
                for (int turn = 0; turn < 5; turn++)
                {
                    await using ILockHandle handle = await processes[caller % 8].AcquireAsync(
                        "l", cancellationToken: Cancellation);
                    most = Math.Max(most, Interlocked.Increment(ref inside));
                    Assert.True(handle.FencingToken > last);
                    last = handle.FencingToken;
                    await Task.Yield();
                    Interlocked.Decrement(ref inside);
                }
            },
            Cancellation)));
        Assert.Equal(1, most);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a{b")]
    [InlineData("a}b")]
    public async Task Names_that_are_empty_or_decide_the_slot_are_refused(string name)
    {
        RedisLocks locks = await CreateAsync();
        await Assert.ThrowsAnyAsync<ArgumentException>(
            () => locks.TryAcquireAsync(name, cancellationToken: Cancellation).AsTask());
    }

    [Fact]
    public async Task A_huge_name_is_refused_with_its_length_and_the_bound()
    {
        RedisLocks locks = await CreateAsync();
        await using (await TakeAsync(locks, new string('n', 512)))
        {
        }

        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(
            () => locks.TryAcquireAsync(new string('n', 513), cancellationToken: Cancellation).AsTask());
        Assert.Contains("513 characters, but at most 512", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_arrives_with_a_cancelled_token_asks_for_nothing()
    {
        RedisLocks locks = await CreateAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => locks.TryAcquireAsync("l", cancellationToken: new CancellationToken(canceled: true)).AsTask());
        await Poll.UntilAsync(
            async _ =>
            {
                await using ILockHandle? handle = await locks.TryAcquireAsync("l", cancellationToken: Cancellation);
                return handle is not null;
            },
            "the lock is free",
            Cancellation);
    }

    private static async Task<long> TimeAsync(IDatabase database)
    {
        DateTime time = await database.Multiplexer.GetServers()[0].TimeAsync();
        return (time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
    }
}
