namespace Patterns.Caching.Strategies.WriteBehind;

/// <summary>Keeps a part of a log while its worker is with the source, and tells when it may be another's.</summary>
internal sealed class LogLease : IDisposable
{
    private readonly WriteLog _log;
    private readonly int _partition;
    private readonly string _worker;
    private readonly TimeSpan _length;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _lost = new();
    private readonly ITimer _timer;
    private long _heldSince;

    /// <param name="log">The log.</param>
    /// <param name="partition">The part.</param>
    /// <param name="worker">Whose it is.</param>
    /// <param name="length">For how long it was taken.</param>
    /// <param name="heldSince">When that was sent to Redis.</param>
    /// <param name="time">The clock.</param>
    public LogLease(
        WriteLog log, int partition, string worker, TimeSpan length, long heldSince, TimeProvider time)
    {
        _log = log;
        _partition = partition;
        _worker = worker;
        _length = length;
        _time = time;
        _heldSince = heldSince;
        Lost = _lost.Token;
        _timer = time.CreateTimer(
            static lease => _ = ((LogLease)lease!).RenewAsync(), this, length / 4, length / 4);
    }

    /// <summary>Cancelled when another worker may have the part.</summary>
    public CancellationToken Lost { get; }

    public void Dispose()
    {
        _timer.Dispose();
        _lost.Dispose();
    }

    private async Task RenewAsync()
    {
        // It counts from the moment of sending: Redis counts from a later one.
        long sent = _time.GetTimestamp();
        try
        {
            switch (await _log.HoldAsync(_partition, _worker, CancellationToken.None).ConfigureAwait(false))
            {
                case true:
                    Volatile.Write(ref _heldSince, sent);
                    break;
                case false:
                case null when _time.GetElapsedTime(Volatile.Read(ref _heldSince)) > _length * 0.75:
                    await _lost.CancelAsync().ConfigureAwait(false);
                    break;
            }
        }
        catch (ObjectDisposedException)
        {
            // The batch ended meanwhile.
        }
    }
}
