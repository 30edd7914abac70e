namespace Patterns.Locking.ReadWrite;

/// <summary>A lock that many readers hold together, or one writer alone. Who asks first gets in first: readers that
/// come after a waiting writer wait behind it, so that writers are not starved, and those that wait one after the other
/// get in together, so that readers are not either.</summary>
/// <remarks>An object of this type holds nothing: create one when it is needed, or keep it. Each reader has a time to
/// live of its own, so that one that died is gone when that is over, however many others come. A reader is a permit,
/// and a writer takes all of them. One round trip to get in if nobody is in the way, one to leave; both cost the server
/// time in proportion to the number of readers.</remarks>
public sealed class RedisReadWriteLock
{
    private const int AllPermits = 1_000_000;

    private readonly RedisLocks _locks;

    internal RedisReadWriteLock(RedisLocks locks, string name)
    {
        _locks = locks;
        Name = name;
    }

    /// <summary>What is locked.</summary>
    public string Name { get; }

    /// <summary>Gets in as a reader if that is possible in time.</summary>
    /// <param name="options">How; null means as the options of the locks say, without waiting.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The held lock, to be disposed of; null if a writer has it or waits for it.</returns>
    /// <exception cref="LockUnavailableException">Redis failed.</exception>
    public ValueTask<ILockHandle?> TryAcquireReadAsync(
        LockOptions? options = null, CancellationToken cancellationToken = default)
        => _locks.TryAcquireAsync(
            Name, LockKeys.ReadWrite, 1, AllPermits, options, TimeSpan.Zero, cancellationToken);

    /// <summary>Gets in as a reader, and waits for it.</summary>
    /// <param name="options">How; null means as the options of the locks say, and to wait without end.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The held lock, to be disposed of.</returns>
    /// <exception cref="LockTimeoutException">It was not possible within <see
    /// cref="LockOptions.WaitTime"/>.</exception>
    /// <exception cref="LockUnavailableException">Redis failed.</exception>
    public ValueTask<ILockHandle> AcquireReadAsync(
        LockOptions? options = null, CancellationToken cancellationToken = default)
        => _locks.AcquireAsync(Name, LockKeys.ReadWrite, 1, AllPermits, options, cancellationToken);

    /// <summary>Gets in as the writer if that is possible in time.</summary>
    /// <param name="options">How; null means as the options of the locks say, without waiting.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The held lock, to be disposed of; null if somebody has it or waits for it.</returns>
    /// <exception cref="LockUnavailableException">Redis failed.</exception>
    public ValueTask<ILockHandle?> TryAcquireWriteAsync(
        LockOptions? options = null, CancellationToken cancellationToken = default)
        => _locks.TryAcquireAsync(
            Name, LockKeys.ReadWrite, AllPermits, AllPermits, options, TimeSpan.Zero, cancellationToken);

    /// <summary>Gets in as the writer, and waits for it.</summary>
    /// <param name="options">How; null means as the options of the locks say, and to wait without end.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The held lock, to be disposed of.</returns>
    /// <exception cref="LockTimeoutException">It was not possible within <see
    /// cref="LockOptions.WaitTime"/>.</exception>
    /// <exception cref="LockUnavailableException">Redis failed.</exception>
    public ValueTask<ILockHandle> AcquireWriteAsync(
        LockOptions? options = null, CancellationToken cancellationToken = default)
        => _locks.AcquireAsync(Name, LockKeys.ReadWrite, AllPermits, AllPermits, options, cancellationToken);
}
