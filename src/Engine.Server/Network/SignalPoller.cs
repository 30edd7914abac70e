namespace Engine.Server.Network;

/// <summary>
/// Waits for signals from other threads alone: what arrives is brought by the thread pool and queued in the event loop.
/// </summary>
internal sealed class SignalPoller : IPoller
{
    private readonly AutoResetEvent _signal = new(false);
    private bool _isDisposed;

    public string Name => "sockets";

    public void Wait(int timeoutMilliseconds, Action awake)
    {
        _signal.WaitOne(timeoutMilliseconds);
        awake();
    }

    public void Wake()
    {
        lock (_signal)
        {
            if (!_isDisposed)
                _signal.Set();
        }
    }

    public void Dispose()
    {
        lock (_signal)
        {
            _isDisposed = true;
            _signal.Dispose();
        }
    }
}
