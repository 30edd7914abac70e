namespace Engine.Server.Tests.Network;

/// <summary>A clock for tests of the engine alone: it moves by steps, and fires its timers at each step.</summary>
internal sealed class SteppingTimeProvider : TimeProvider
{
    private readonly List<(TimerCallback Callback, object? State)> _timers = [];
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() =>
        new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(Interlocked.Read(ref _ticks));

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_timers)
            _timers.Add((callback, state));
        return new Timer();
    }

    public void Step(TimeSpan duration)
    {
        Interlocked.Add(ref _ticks, duration.Ticks);
        lock (_timers)
        {
            foreach ((TimerCallback callback, object? state) in _timers)
                callback(state);
        }
    }

    private sealed class Timer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
