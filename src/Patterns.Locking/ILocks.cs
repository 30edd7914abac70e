namespace Patterns.Locking;

/// <summary>Locks by name, each held by one at a time over all processes.</summary>
public interface ILocks
{
    /// <summary>Takes a lock if it can be had in time.</summary>
    /// <param name="name">What to lock: 1 to 512 characters without braces.</param>
    /// <param name="options">How; null means as the instance's options say, without waiting.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The held lock, to be disposed of; null if somebody else has it.</returns>
    /// <exception cref="LockUnavailableException">Redis failed, so nobody knows who has the lock. A caller who waits
    /// goes on asking for <see cref="LocksOptions.OutageTolerance"/> before that.</exception>
    /// <exception cref="InvalidOperationException">A key of the lock holds something else.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the request is taken back.</exception>
    /// <exception cref="ObjectDisposedException">The locks were disposed of, before the call or while it
    /// waited.</exception>
    /// <exception cref="ArgumentException">The name is not usable.</exception>
    ValueTask<ILockHandle?> TryAcquireAsync(
        string name, LockOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Takes a lock, and waits for it if somebody else has it.</summary>
    /// <param name="name">What to lock: 1 to 512 characters without braces.</param>
    /// <param name="options">How; null means as the instance's options say, and to wait without end.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The held lock, to be disposed of.</returns>
    /// <exception cref="LockTimeoutException">The lock was not free within
    /// <see cref="LockOptions.WaitTime"/>.</exception>
    /// <exception cref="LockUnavailableException">Redis failed for <see cref="LocksOptions.OutageTolerance"/>, or was
    /// failing when the wait was over, so nobody knows who has the lock.</exception>
    /// <exception cref="InvalidOperationException">A key of the lock holds something else.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the request is taken back.</exception>
    /// <exception cref="ObjectDisposedException">The locks were disposed of, before the call or while it
    /// waited.</exception>
    /// <exception cref="ArgumentException">The name is not usable.</exception>
    ValueTask<ILockHandle> AcquireAsync(
        string name, LockOptions? options = null, CancellationToken cancellationToken = default);
}
