namespace Engine.Testing;

/// <summary>A timer of a <see cref="VirtualTimeProvider"/>; it fires while the clock is moved.</summary>
internal sealed class VirtualTimer(VirtualTimeProvider provider, TimerCallback callback, object? state) : ITimer
{
    private TimeSpan _period = Timeout.InfiniteTimeSpan;
    private bool _isDisposed;

    /// <summary>
    /// The plan that is in force; the provider gives a new number with each. 0 when the timer is not to fire.
    /// </summary>
    public long Plan { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (_isDisposed)
            return false;
        _period = period;
        if (dueTime == Timeout.InfiniteTimeSpan)
            Plan = 0;
        else
            provider.Schedule(this, dueTime);
        return true;
    }

    /// <summary>
    /// Runs the callback. A periodic timer has its next plan by then, so that the callback may change it.
    /// </summary>
    public void Fire()
    {
        if (_period > TimeSpan.Zero)
            provider.Schedule(this, _period);
        else
            Plan = 0;
        callback(state);
    }

    public void Dispose()
    {
        _isDisposed = true;
        Plan = 0;
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
