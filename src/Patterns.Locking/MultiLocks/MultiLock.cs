using Patterns.Locking.Leases;

namespace Patterns.Locking.MultiLocks;

/// <summary>Several locks at once, all or none: both accounts of a transfer, all seats of a booking.</summary>
/// <remarks>They are taken one after the other in the order of their names, so that two callers who want the same ones
/// never wait for each other in a circle. One round trip for each to take them, and they are released together. The
/// locks may be of any kind, and on any slot of a cluster.</remarks>
public sealed class MultiLock
{
    /// <summary>The most locks that can be held together.</summary>
    public const int MaxLocks = 100;

    private readonly ILocks _locks;
    private readonly string[] _names;
    private readonly LeaseClock _clock;

    /// <summary>Names what to lock together.</summary>
    /// <param name="locks">Where the locks are taken.</param>
    /// <param name="names">What to lock: 1 to <see cref="MaxLocks"/> names, in any order; the same name counts
    /// once.</param>
    /// <param name="timeProvider">The clock of the wait; null means the system's.</param>
    /// <exception cref="ArgumentException">There is no name, there are too many, or one is not usable.</exception>
    public MultiLock(ILocks locks, IEnumerable<string> names, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(locks);
        ArgumentNullException.ThrowIfNull(names);
        _locks = locks;
        _names = [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        _clock = new LeaseClock(timeProvider ?? TimeProvider.System);
        if (_names.Length is < 1 or > MaxLocks)
        {
            throw new ArgumentException(
                $"There are {_names.Length} names, but must be 1 to {MaxLocks}: lock what they have in common.",
                nameof(names));
        }

        foreach (string name in _names)
        {
            LeaseBounds.CheckName(name);
        }
    }

    /// <summary>What is locked, in the order in which it is.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Takes the locks if all of them can be had in time.</summary>
    /// <param name="options">How; the wait is that of all together. Null means as the options of the locks say, without
    /// waiting.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The held locks, to be disposed of; null if others have one of them, and then none is held.</returns>
    /// <exception cref="LockUnavailableException">Redis failed; none is held.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; none is held.</exception>
    public async ValueTask<MultiLockHandle?> TryAcquireAsync(
        LockOptions? options = null, CancellationToken cancellationToken = default)
        => await TryAcquireAsync(options, TimeSpan.Zero, cancellationToken).ConfigureAwait(false);

    /// <summary>Takes the locks, and waits for them.</summary>
    /// <param name="options">How; the wait is that of all together. Null means as the options of the locks say, and to
    /// wait without end.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The held locks, to be disposed of.</returns>
    /// <exception cref="LockTimeoutException">One was not free in time; none is held.</exception>
    /// <exception cref="LockUnavailableException">Redis failed; none is held.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; none is held.</exception>
    public async ValueTask<MultiLockHandle> AcquireAsync(
        LockOptions? options = null, CancellationToken cancellationToken = default)
        => await TryAcquireAsync(options, Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false)
            ?? throw LockTimeoutException.Of(string.Join("', '", _names), options!.WaitTime!.Value);

    private async ValueTask<MultiLockHandle?> TryAcquireAsync(
        LockOptions? options, TimeSpan defaultWait, CancellationToken cancellationToken)
    {
        LockOptions each = options ?? new LockOptions();
        TimeSpan wait = each.WaitTime ?? defaultWait;
        long end = wait == Timeout.InfiniteTimeSpan ? LeaseClock.Never : _clock.After(_clock.Now, wait);
        var held = new List<ILockHandle>();
        bool isHeld = false;
        try
        {
            foreach (string name in _names)
            {
                TimeSpan left = end == LeaseClock.Never ? Timeout.InfiniteTimeSpan : _clock.Until(end);
                ILockHandle? handle = await _locks
                    .TryAcquireAsync(name, each with { WaitTime = left }, cancellationToken)
                    .ConfigureAwait(false);
                if (handle is null)
                {
                    return null;
                }

                held.Add(handle);
            }

            // The first may have been lost while the last was waited for.
            isHeld = held.TrueForAll(handle => handle.IsHeld);
            return isHeld ? new MultiLockHandle(held) : throw new LockUnavailableException(
                $"A lock was lost while others of '{string.Join("', '", _names)}' were waited for: use renewal, or a "
                + "longer time to live.",
                innerException: null);
        }
        finally
        {
            if (!isHeld)
            {
                await MultiLockHandle.ReleaseAsync(held).ConfigureAwait(false);
            }
        }
    }
}
