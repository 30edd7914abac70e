using System.Globalization;

namespace Patterns.Locking.Semaphores;

/// <summary>A lock with several permits: so many may hold it at a time, over all processes. Who asks first gets in
/// first, also who asks for many.</summary>
/// <remarks>An object of this type holds nothing: create one when it is needed, or keep it. Processes should name the
/// same limit; each request counts against its own. One round trip to take permits that are free, one to give them
/// back; both cost the server time in proportion to the number of holders.</remarks>
public sealed class RedisSemaphore
{
    /// <summary>The most permits a semaphore has.</summary>
    public const int MaxPermits = 10_000;

    private readonly RedisLocks _locks;

    internal RedisSemaphore(RedisLocks locks, string name, int limit)
    {
        if (limit is < 1 or > MaxPermits)
        {
            throw new ArgumentOutOfRangeException(nameof(limit), string.Create(
                CultureInfo.InvariantCulture,
                $"The limit of the semaphore '{name}' is {limit}, but must be between 1 and {MaxPermits}."));
        }

        _locks = locks;
        Name = name;
        Limit = limit;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>How many permits it has.</summary>
    public int Limit { get; }

    /// <summary>Takes permits if they can be had in time.</summary>
    /// <param name="permits">How many: 1 to <see cref="Limit"/>.</param>
    /// <param name="options">How; null means as the options of the locks say, without waiting.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The permits, to be disposed of; null if others have them.</returns>
    /// <exception cref="LockUnavailableException">Redis failed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">It will never have that many.</exception>
    public ValueTask<ILockHandle?> TryAcquireAsync(
        int permits = 1, LockOptions? options = null, CancellationToken cancellationToken = default)
    {
        Check(permits);
        return _locks.TryAcquireAsync(
            Name, LockKeys.Semaphore, permits, Limit, options, TimeSpan.Zero, cancellationToken);
    }

    /// <summary>Takes permits, and waits for them.</summary>
    /// <param name="permits">How many: 1 to <see cref="Limit"/>.</param>
    /// <param name="options">How; null means as the options of the locks say, and to wait without end.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The permits, to be disposed of.</returns>
    /// <exception cref="LockTimeoutException">They were not free within <see cref="LockOptions.WaitTime"/>.</exception>
    /// <exception cref="LockUnavailableException">Redis failed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">It will never have that many.</exception>
    public ValueTask<ILockHandle> AcquireAsync(
        int permits = 1, LockOptions? options = null, CancellationToken cancellationToken = default)
    {
        Check(permits);
        return _locks.AcquireAsync(Name, LockKeys.Semaphore, permits, Limit, options, cancellationToken);
    }

    private void Check(int permits)
    {
        if (permits < 1 || permits > Limit)
        {
            throw new ArgumentOutOfRangeException(nameof(permits), string.Create(
                CultureInfo.InvariantCulture,
                $"{permits} permits of the semaphore '{Name}' are asked for, but must be between 1 and {Limit}: "
                + $"it will never have more."));
        }
    }
}
