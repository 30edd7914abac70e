namespace Patterns.RateLimiting.Tests.Support;

/// <summary>A clock that lets something happen at the moment at which somebody reads it.</summary>
internal sealed class InterruptingTimeProvider(TimeProvider clock) : TimeProvider
{
    private Action? _interruption;
    private int _times;

    public override long TimestampFrequency => clock.TimestampFrequency;

    /// <param name="times">At how many readings.</param>
    /// <param name="interruption">What happens; its own readings are not interrupted.</param>
    public void Interrupt(int times, Action interruption)
    {
        _times = times;
        Volatile.Write(ref _interruption, interruption);
    }

    public override long GetTimestamp()
    {
        Action? interruption = Interlocked.Exchange(ref _interruption, null);
        if (interruption is not null)
        {
            interruption();
            Volatile.Write(ref _interruption, --_times > 0 ? interruption : null);
        }

        return clock.GetTimestamp();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        => clock.CreateTimer(callback, state, dueTime, period);
}
