namespace Patterns.Queues.Consuming;

/// <summary>What the pump knows of the clock of Redis, by which others' messages are idle.</summary>
internal sealed partial class QueuePump
{
    /// <summary>A worker takes over nothing before it has watched for a third of a lease, after its start and after the
    /// clock of Redis has jumped: by then, every living worker has renewed what it holds.</summary>
    private bool IsWatchOver(long now) => Time.GetElapsedTime(_watchingSince, now) >= _lease / 3;

    private long? ExpectServerTime(long at) => _serverClock is { } clock
        ? clock.Now + (long)Time.GetElapsedTime(clock.At, at).TotalMilliseconds
        : null;

    private async Task CompareClocksAsync(long? expected, long actual)
    {
        _serverClock = (actual, Time.GetTimestamp());
        if (expected is { } known && Math.Abs(actual - known) > _lease.TotalMilliseconds / 4)
        {
            Log.ClockJumped(_runtime.Logger, _runtime.Name, TimeSpan.FromMilliseconds(actual - known));
            _watchingSince = Time.GetTimestamp();
            _clockWentBack |= actual < known;
        }

        if (_clockWentBack)
        {
            var reply = await _runtime.Store.RenewAllAsync(CancellationToken.None).ConfigureAwait(false);
            _clockWentBack = reply.Value is null;
        }
    }
}
