using Engine.Server.Keyspace;

namespace Engine.Testing;

/// <summary>
/// A clock that stands still until a test moves it. Give the same one to engines and to the code under test: five
/// minutes pass at once,
/// keys expire, timers fire in order, and <see cref="AdvanceAsync"/> returns when every engine has done all that became
/// due.
/// </summary>
/// <remarks>
/// Timers that fall due on the way fire at their own time, one after the other, and the engines settle after each. What
/// a timer's code
/// goes on to do on other threads is its own to await.
/// As in Redis, a key still exists at the very moment of its expiry and is gone a millisecond later.
/// </remarks>
public sealed class VirtualTimeProvider : TimeProvider, IVirtualClock
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<VirtualTimer, (long Due, long Order)> _timers = new();
    private readonly List<IVirtualClockUser> _users = [];
    private readonly DateTimeOffset _start;
    private long _elapsedTicks;
    private long _timersScheduled;

    /// <summary>Starts at 1 January 2026, 00:00 UTC.</summary>
    public VirtualTimeProvider()
        : this(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>Starts at a given time.</summary>
    public VirtualTimeProvider(DateTimeOffset start) => _start = start.ToUniversalTime();

    /// <summary>How far the clock has been moved.</summary>
    public TimeSpan Elapsed => TimeSpan.FromTicks(Interlocked.Read(ref _elapsedTicks));

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _start + Elapsed;

    /// <inheritdoc/>
    public override long GetTimestamp() => Interlocked.Read(ref _elapsedTicks);

    /// <summary>Moves the clock forward and waits until all engines that use it are quiet.</summary>
    /// <param name="duration">Zero or more; zero lets engines and timers that are due catch up.</param>
    /// <param name="cancellationToken">Stops the waiting; the clock stays where it got.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="duration"/> is negative.</exception>
    public async Task AdvanceAsync(TimeSpan duration, CancellationToken cancellationToken = default)
    {
        if (duration < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(
                nameof(duration), duration, "Time moves forward only: give zero or more, or another start.");

        long target = Interlocked.Read(ref _elapsedTicks) + duration.Ticks;
        while (MoveToNextTimer(target) is { } timer)
        {
            timer.Fire();
            await SettleAsync(cancellationToken).ConfigureAwait(false);
        }

        await SettleAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <inheritdoc/>
    bool IVirtualClock.TryAttach(IVirtualClockUser user)
    {
        lock (_gate)
            _users.Add(user);
        return true;
    }

    /// <inheritdoc/>
    void IVirtualClock.Detach(IVirtualClockUser user)
    {
        lock (_gate)
            _users.Remove(user);
    }

    /// <summary>
    /// Plans when a timer fires next, and then every <paramref name="period"/>. An earlier plan of it is void.
    /// </summary>
    internal void Schedule(VirtualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            timer.Period = period;
            timer.Plan = 0;
            if (dueTime != Timeout.InfiniteTimeSpan)
                Enqueue(timer, dueTime);
        }
    }

    /// <summary>
    /// Moves to the next timer that is due until <paramref name="target"/>, or to that if there is none. All under one
    /// lock: whoever changes the timer meanwhile, and whoever plans one, comes before or after.
    /// </summary>
    private VirtualTimer? MoveToNextTimer(long target)
    {
        lock (_gate)
        {
            while (_timers.TryPeek(out VirtualTimer? timer, out (long Due, long Order) plan) && plan.Due <= target)
            {
                _timers.Dequeue();
                if (timer.Plan != plan.Order)
                    continue;
                MoveTo(plan.Due);
                timer.Plan = 0;
                if (timer.Period > TimeSpan.Zero)
                    Enqueue(timer, timer.Period);
                return timer;
            }

            MoveTo(target);
            return null;
        }
    }

    /// <summary>Another advance may have gone further already.</summary>
    private void MoveTo(long ticks) => Interlocked.Exchange(ref _elapsedTicks, Math.Max(_elapsedTicks, ticks));

    private void Enqueue(VirtualTimer timer, TimeSpan dueTime)
    {
        timer.Plan = ++_timersScheduled;
        _timers.Enqueue(timer, (_elapsedTicks + dueTime.Ticks, timer.Plan));
    }

    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        IVirtualClockUser[] users;
        lock (_gate)
            users = [.. _users];
        foreach (IVirtualClockUser user in users)
            await user.SettleAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}
