using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Patterns.Core.Resilience;
using Patterns.Locking.Fencing;
using Patterns.Locking.Leases;
using Patterns.Locking.ReadWrite;
using Patterns.Locking.Semaphores;
using Patterns.Locking.Servers;
using Patterns.Locking.Telemetry;
using StackExchange.Redis;

namespace Patterns.Locking;

/// <summary>Locks on one Redis server, behind Sentinel, or on Redis Cluster. They are fair: who asks first gets the
/// lock first.</summary>
/// <remarks>Create one and keep it: it renews what it holds with one timer, and its waiting callers share one
/// subscription. A lock that is free takes one round trip, and its release another. A lock that is handed over takes
/// one message.</remarks>
public sealed class RedisLocks : ILocks, IAsyncDisposable
{
    private readonly SingleServer _server;

    /// <summary>Creates locks.</summary>
    /// <param name="database">The database that holds the locks.</param>
    /// <param name="options">The options; they are read now and never again.</param>
    /// <param name="logger">Where the locks report; null means nowhere.</param>
    /// <param name="timeProvider">The clock of deadlines, renewals and timeouts; null means the system's. Redis keeps
    /// locks by its own.</param>
    /// <exception cref="OptionsValidationException">An option is out of bounds.</exception>
    public RedisLocks(
        IDatabase database,
        RedisLocksOptions options,
        ILogger<RedisLocks>? logger = null,
        TimeProvider? timeProvider = null)
        : this(database, options, logger, new LeaseClock(timeProvider ?? TimeProvider.System), LockScripts.Default)
    {
    }

    /// <summary>Creates locks with another clock or other scripts: faulty ones, to see them caught.</summary>
    internal RedisLocks(
        IDatabase database,
        RedisLocksOptions options,
        ILogger<RedisLocks>? logger,
        LeaseClock clock,
        LockScripts scripts)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(options);
        LocksOptionsValidator<RedisLocksOptions>.Instance.ThrowIfInvalid(options);
        var own = (RedisLocksOptions)options.Copy();
        var metrics = new LockMetrics(own.KeyPrefix, "Redis", logger ?? NullLogger<RedisLocks>.Instance);
        var gate = new RedisGate(
            database,
            new RedisGateOptions(own.RedisTimeout, own.RedisCircuit, own.RedisPipeline),
            metrics,
            clock.TimeProvider);
        _server = new SingleServer(gate, own, scripts, clock, metrics);
        Fenced = NewFencedValues(LockKeys.Fenced);
    }

    /// <inheritdoc/>
    public ValueTask<ILockHandle?> TryAcquireAsync(
        string name, LockOptions? options = null, CancellationToken cancellationToken = default)
        => TryAcquireAsync(name, LockKeys.Mutex, 1, 1, options, TimeSpan.Zero, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ILockHandle> AcquireAsync(
        string name, LockOptions? options = null, CancellationToken cancellationToken = default)
        => AcquireAsync(name, LockKeys.Mutex, 1, 1, options, cancellationToken);

    /// <summary>A lock that many readers hold together, or one writer alone.</summary>
    /// <param name="name">What to lock: 1 to 512 characters without braces. It has nothing to do with the lock of the
    /// same name.</param>
    /// <returns>The lock; it is not held yet.</returns>
    /// <exception cref="ArgumentException">The name is not usable.</exception>
    public RedisReadWriteLock ReadWrite(string name)
    {
        LeaseBounds.CheckName(name);
        return new RedisReadWriteLock(this, name);
    }

    /// <summary>A lock that so many may hold at a time.</summary>
    /// <param name="name">Its name: 1 to 512 characters without braces. It has nothing to do with the lock of the same
    /// name.</param>
    /// <param name="limit">How many permits it has: 1 to <see cref="RedisSemaphore.MaxPermits"/>.</param>
    /// <returns>The semaphore; nothing of it is held yet.</returns>
    /// <exception cref="ArgumentException">The name or the limit is not usable.</exception>
    public RedisSemaphore Semaphore(string name, int limit)
    {
        LeaseBounds.CheckName(name);
        return new RedisSemaphore(this, name, limit);
    }

    /// <summary>Values beside the locks that refuse writers who come too late.</summary>
    public FencedValues Fenced { get; }

    /// <summary>Stops renewals and waits: what is still held is lost when its time is over, and tells so; who waits
    /// gets an <see cref="ObjectDisposedException"/>.</summary>
    /// <returns>When they have stopped.</returns>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    internal FencedValues NewFencedValues(string suffix) => new(_server, suffix);

    internal async ValueTask<ILockHandle?> TryAcquireAsync(
        string name,
        string kind,
        int permits,
        int limit,
        LockOptions? options,
        TimeSpan defaultWait,
        CancellationToken cancellationToken)
    {
        using Activity? span = LockInstruments.StartSpan("lock.acquire", name);
        LeaseRequest request = _server.NewRequest(name, kind, permits, limit, options);
        return await _server
            .TryAcquireAsync(request, options?.WaitTime ?? defaultWait, cancellationToken)
            .ConfigureAwait(false);
    }

    internal async ValueTask<ILockHandle> AcquireAsync(
        string name,
        string kind,
        int permits,
        int limit,
        LockOptions? options,
        CancellationToken cancellationToken)
        => await TryAcquireAsync(
                name, kind, permits, limit, options, Timeout.InfiniteTimeSpan, cancellationToken)
            .ConfigureAwait(false)
            ?? throw LockTimeoutException.Of(name, options!.WaitTime!.Value);
}
