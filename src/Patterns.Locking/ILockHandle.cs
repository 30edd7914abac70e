namespace Patterns.Locking;

/// <summary>A lock that is held, until it is disposed of or lost. A lost lock never comes back: take it anew.</summary>
public interface ILockHandle : IAsyncDisposable
{
    /// <summary>What is locked.</summary>
    string Name { get; }

    /// <summary>What may happen before somebody else can hold the lock too.</summary>
    LockGuarantee Guarantee { get; }

    /// <summary>A number that grows with every grant of the lock. A resource that refuses numbers smaller than the
    /// largest it has seen is safe from holders that were paused and act late.</summary>
    /// <value>At least the time of the grant, in microseconds since 1970, by the server's clock; below
    /// 2^53.</value>
    long FencingToken { get; }

    /// <summary>Whether the lock is certainly held now. No round trip: it follows from a monotonic clock, counted from
    /// the moment when the last confirmed request was sent, with an allowance for clocks of different speed.</summary>
    bool IsHeld { get; }

    /// <summary>For how long the lock is certainly held without another renewal; zero when it is not.</summary>
    TimeSpan Remaining { get; }

    /// <summary>Cancelled when the lock is lost: its time passed without a confirmed renewal, its longest hold is over,
    /// or Redis no longer knows of it. Not cancelled when the handle is disposed of.</summary>
    CancellationToken LostToken { get; }

    /// <summary>Renews the lock now. One round trip.</summary>
    /// <param name="timeToLive">How long it lasts at least from now on, 100 milliseconds to 1 day; null means as long
    /// as it was taken for. Renewals by the process go on with it.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>False if the lock is lost.</returns>
    /// <exception cref="LockUnavailableException">Redis failed; the handle is held as long as it was.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time is out of bounds.</exception>
    ValueTask<bool> ExtendAsync(TimeSpan? timeToLive = null, CancellationToken cancellationToken = default);
}
