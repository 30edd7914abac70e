using Patterns.Locking.Leases;

namespace Patterns.Locking;

/// <summary>How one lock is taken. Immutable, so one instance can serve all calls.</summary>
public sealed record LockOptions
{
    /// <summary>The shortest time to live: 100 milliseconds.</summary>
    public static readonly TimeSpan MinTimeToLive = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest time to live, wait and hold: 1 day.</summary>
    public static readonly TimeSpan MaxTimeToLive = TimeSpan.FromDays(1);

    /// <summary>How long the lock lasts without being renewed: how soon others get it when the process of its holder
    /// is gone.</summary>
    /// <value>100 milliseconds to 1 day; null, the default, means <see cref="LocksOptions.TimeToLive"/>.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of bounds.</exception>
    public TimeSpan? TimeToLive
    {
        get;
        init => field = LeaseBounds.Check(
            value, MinTimeToLive, nameof(TimeToLive), "30 seconds with renewal suit most work");
    }

    /// <summary>How long to wait for a lock that somebody else holds.</summary>
    /// <value>0 to 1 day, or <see cref="Timeout.InfiniteTimeSpan"/>; null, the default, means not at all for
    /// <see cref="ILocks.TryAcquireAsync"/> and without end for <see cref="ILocks.AcquireAsync"/>.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of bounds.</exception>
    public TimeSpan? WaitTime
    {
        get;
        init => field = value == Timeout.InfiniteTimeSpan
            ? value
            : LeaseBounds.Check(value, TimeSpan.Zero, nameof(WaitTime), "Timeout.InfiniteTimeSpan waits without end");
    }

    /// <summary>Whether the process renews the lock while it is held.</summary>
    /// <value>Null, the default, means <see cref="LocksOptions.Renewal"/>.</value>
    public bool? Renewal { get; init; }

    /// <summary>How long the lock is renewed at most; after that it is lost, whatever its holder does.</summary>
    /// <value>100 milliseconds to 1 day; null, the default, means <see cref="LocksOptions.MaxHold"/>.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of bounds.</exception>
    public TimeSpan? MaxHold
    {
        get;
        init => field = LeaseBounds.Check(
            value, MinTimeToLive, nameof(MaxHold), "leave it out to hold the lock as long as the work takes");
    }
}
