using Engine.Server.Keyspace;

namespace Engine.Testing;

/// <summary>
/// Another clock, shown wrong by an offset: an engine or a client whose clock is ahead or behind. Durations and timers
/// are those of
/// the other clock.
/// </summary>
/// <param name="clock">The right clock.</param>
public sealed class SkewedTimeProvider(TimeProvider clock) : TimeProvider, IVirtualClock
{
    private long _offsetTicks;

    /// <summary>
    /// How far ahead this clock is; negative when it is behind. It may change at any time, as when a clock is set.
    /// </summary>
    public TimeSpan Offset
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _offsetTicks));
        set => Interlocked.Exchange(ref _offsetTicks, value.Ticks);
    }

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

    /// <inheritdoc/>
    public override long TimestampFrequency => clock.TimestampFrequency;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + Offset;

    /// <inheritdoc/>
    public override long GetTimestamp() => clock.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        clock.CreateTimer(callback, state, dueTime, period);

    /// <inheritdoc/>
    bool IVirtualClock.TryAttach(IVirtualClockUser user) =>
        clock is IVirtualClock virtualClock && virtualClock.TryAttach(user);

    /// <inheritdoc/>
    void IVirtualClock.Detach(IVirtualClockUser user) => (clock as IVirtualClock)?.Detach(user);
}
