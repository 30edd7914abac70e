namespace Engine.Testing;

/// <summary>
/// A timer of a <see cref="VirtualTimeProvider"/>; it fires while the clock is moved. The provider plans it under its
/// lock.
/// </summary>
internal sealed class VirtualTimer(VirtualTimeProvider provider, TimerCallback callback, object? state) : ITimer
{
    private volatile bool _isDisposed;

    /// <summary>The plan that is in force; each has its own number. 0 when the timer is not to fire.</summary>
    public long Plan { get; set; }

    public TimeSpan Period { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (_isDisposed)
            return false;
        provider.Schedule(this, dueTime, period);
        return true;
    }

    /// <summary>
    /// Runs the callback. A periodic timer has its next plan by then, so that the callback may change it.
    /// </summary>
    public void Fire() => callback(state);

    public void Dispose()
    {
        _isDisposed = true;
        provider.Schedule(this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
