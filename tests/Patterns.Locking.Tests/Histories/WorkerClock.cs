using Engine.Testing;

namespace Patterns.Locking.Tests.Histories;

/// <summary>The clock of one process. While the process is paused, time goes on and its timers do not fire; they do
/// when it runs on.</summary>
internal sealed class WorkerClock(VirtualTimeProvider clock) : TimeProvider
{
    private readonly Lock _gate = new();
    private List<Action>? _missed;

    public bool IsPaused => Volatile.Read(ref _missed) is not null;

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        => clock.CreateTimer(_ => Fire(() => callback(state)), null, dueTime, period);

    public void Pause()
    {
        lock (_gate)
        {
            _missed ??= [];
        }
    }

    public void Resume()
    {
        List<Action> missed;
        lock (_gate)
        {
            missed = _missed ?? [];
            _missed = null;
        }

        missed.ForEach(callback => callback());
    }

    private void Fire(Action callback)
    {
        lock (_gate)
        {
            if (_missed is not null)
            {
                _missed.Add(callback);
                return;
            }
        }

        callback();
    }
}
