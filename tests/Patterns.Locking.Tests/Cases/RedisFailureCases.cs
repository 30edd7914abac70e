using Patterns.Locking.Tests.Histories;
using Redis.Fixtures;

namespace Patterns.Locking.Tests.Cases;

/// <summary>Redis is slow or gone.</summary>
/// <param name="server">A server of the test's own.</param>
public abstract class RedisFailureCases(InterruptibleServer server) : OwnServerCases(server)
{
    private static readonly TimeSpan _redisTimeout = TimeSpan.FromMilliseconds(500);

    private readonly RecordingLogger<RedisLocks> _logger = new();
    private Measurements _measurements = null!;
    private RedisLocks _locks = null!;

    public override async ValueTask InitializeAsync()
    {
        _measurements = new Measurements("Patterns.Locking", Prefix);
        await base.InitializeAsync();
        _locks = Create(outageTolerance: TimeSpan.FromDays(1));

        // Loads the scripts.
        await (await TakeAsync("first")).DisposeAsync();
    }

    public override ValueTask DisposeAsync()
    {
        _measurements.Dispose();
        GC.SuppressFinalize(this);
        return base.DisposeAsync();
    }

    [Fact]
    public async Task A_redis_that_does_not_answer_is_an_exception_after_one_timeout_and_one_line()
    {
        await Server.PauseAsync();
        Task<ILockHandle?> caller = TryAcquireAsync("l");
        await Server.Clock.AdvanceAsync(_redisTimeout, Cancellation);
        LockUnavailableException error = await Assert.ThrowsAsync<LockUnavailableException>(
            () => Eventually.ResultAsync(caller));
        Assert.Contains("(Timeout), so nobody knows who has the lock 'l'", error.Message, StringComparison.Ordinal);
        Assert.IsType<TimeoutException>(error.InnerException);
        Assert.Single(_logger[7000]);
        Assert.Equal(1, _measurements.Count("patterns.lock.redis.failures"));
        Server.LetRun();
    }

    [Fact]
    public async Task A_lock_that_was_granted_when_nobody_waited_any_more_is_given_back()
    {
        await Server.PauseAsync();
        Task<ILockHandle?> late = TryAcquireAsync("l");
        await Server.Clock.AdvanceAsync(_redisTimeout, Cancellation);
        await Assert.ThrowsAsync<LockUnavailableException>(() => Eventually.ResultAsync(late));
        using var leaves = new CancellationTokenSource();
        Task leaving = _locks.TryAcquireAsync("m", cancellationToken: leaves.Token).AsTask();
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);

        Server.LetRun();
        foreach (string name in (string[])["l", "m"])
        {
            ILockHandle? handle = null;
            await Poll.UntilAsync(
                async _ => (handle = await TryAcquireAsync(name)) is not null, "it was given back", Cancellation);
            await handle!.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_lock_that_was_granted_when_the_locks_were_disposed_of_already_is_given_back()
    {
        await Server.PauseAsync();
        Task<ILockHandle?> late = TryAcquireAsync("l");
        await _locks.DisposeAsync();
        Server.LetRun();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Eventually.ResultAsync(late));
        await using RedisLocks others = Create(outageTolerance: TimeSpan.Zero);
        ILockHandle? handle = null;
        await Poll.UntilAsync(
            async token => (handle = await others.TryAcquireAsync("l", cancellationToken: token)) is not null,
            "it was given back",
            Cancellation);
        await handle!.DisposeAsync();
    }

    [Fact]
    public async Task A_holder_that_cannot_renew_loses_the_lock_at_its_deadline_and_not_before()
    {
        ILockHandle handle = await TakeAsync("l");
        CancellationToken lost = handle.LostToken;
        await Server.PauseAsync();
        await Server.Clock.AdvanceAsync(TimeSpan.FromSeconds(29.6), Cancellation);
        Assert.True(handle.IsHeld);
        Assert.False(lost.IsCancellationRequested);
        await Server.Clock.AdvanceAsync(TimeSpan.FromSeconds(0.1), Cancellation);
        Assert.False(handle.IsHeld);
        Assert.True(lost.IsCancellationRequested);
        Assert.Equal(1, _measurements.Sum("patterns.lock.losses", "expired"));

        // Confirmed after all, and too late.
        Server.LetRun();
        await Poll.UntilAsync(
            async _ => await Connection.GetDatabase().PingAsync() >= TimeSpan.Zero, "it answers", Cancellation);
        Assert.False(handle.IsHeld);
        Task disposal = handle.DisposeAsync().AsTask();
        await disposal;
    }

    [Fact]
    public async Task A_renewal_that_failed_is_repeated_before_the_lock_is_lost()
    {
        ILockHandle handle = await TakeAsync("l");
        await Server.PauseAsync();
        await Server.Clock.AdvanceAsync(TimeSpan.FromSeconds(15), Cancellation);
        Server.LetRun();
        await Poll.UntilAsync(
            async token =>
            {
                await Server.Clock.AdvanceAsync(TimeSpan.FromMilliseconds(100), token);
                return handle.Remaining > TimeSpan.FromSeconds(25);
            },
            "the lock is renewed",
            Cancellation);
        Assert.False(handle.LostToken.IsCancellationRequested);
        await handle.DisposeAsync();
    }

    [Fact]
    public async Task Who_waits_goes_on_when_redis_is_back()
    {
        ILockHandle holder = await TakeAsync("l");
        Task<ILockHandle> waiting = _locks.AcquireAsync("l", cancellationToken: Cancellation).AsTask();
        await Poll.UntilAsync(
            async _ => (await LockView.ReadAsync(Connection.GetDatabase(), $"{Prefix}:2:{{l}}")).Queue.Length == 1,
            "it waits",
            Cancellation);
        await Server.KillAsync();
        await Server.StartAgainAsync();

        // The server has forgotten the holder, which finds that out when it renews or releases.
        await using ILockHandle next = await Eventually.ResultAsync(
            waiting, Server.Clock, TimeSpan.FromMilliseconds(100));
        Assert.True(next.FencingToken > holder.FencingToken);
        await holder.DisposeAsync();
        Assert.True(next.IsHeld);
    }

    [Fact]
    public async Task Who_waits_gets_the_failure_when_redis_has_failed_for_too_long()
    {
        TimeSpan tolerance = TimeSpan.FromSeconds(10);
        await using RedisLocks locks = Create(tolerance);
        await Server.PauseAsync();
        long start = Server.Clock.GetTimestamp();
        Task<ILockHandle> waiting = locks.AcquireAsync("l", cancellationToken: Cancellation).AsTask();
        LockUnavailableException error = await Assert.ThrowsAsync<LockUnavailableException>(
            () => Eventually.ResultAsync(waiting, Server.Clock, _redisTimeout / 2));
        Assert.Contains("nobody knows who has the lock 'l'", error.Message, StringComparison.Ordinal);
        Assert.True(Server.Clock.GetElapsedTime(start) >= tolerance);
        Server.LetRun();
    }

    [Fact]
    public async Task Extending_a_lock_throws_while_redis_is_away_and_the_lock_stays_held()
    {
        ILockHandle handle = await TakeAsync("l");
        await Server.PauseAsync();
        Task<bool> extending = handle.ExtendAsync(cancellationToken: Cancellation).AsTask();
        await Server.Clock.AdvanceAsync(_redisTimeout, Cancellation);
        await Assert.ThrowsAsync<LockUnavailableException>(() => Eventually.ResultAsync(extending));
        Assert.True(handle.IsHeld);
        Server.LetRun();
        await handle.DisposeAsync();
    }

    private RedisLocks Create(TimeSpan outageTolerance)
    {
        var options = new RedisLocksOptions { KeyPrefix = Prefix, OutageTolerance = outageTolerance };
        options.RedisCircuit.MinimumThroughput = 100;
        return new RedisLocks(Connection.GetDatabase(), options, _logger, Server.Clock);
    }

    private Task<ILockHandle?> TryAcquireAsync(string name)
        => _locks.TryAcquireAsync(name, cancellationToken: Cancellation).AsTask();

    private async Task<ILockHandle> TakeAsync(string name)
    {
        ILockHandle? handle = await TryAcquireAsync(name);
        Assert.NotNull(handle);
        return handle;
    }
}
