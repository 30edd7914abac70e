namespace Engine.Server.Network;

/// <summary>Waits for signals from other threads alone: what arrives is brought by the thread pool and queued in the event loop.</summary>
internal sealed class SignalPoller : IPoller
{
    private readonly AutoResetEvent _signal = new(false);

    public string Name => "sockets";

    public void Wait(int timeoutMilliseconds, Action awake)
    {
        _signal.WaitOne(timeoutMilliseconds);
        awake();
    }

    public void Wake() => _signal.Set();

    public void Dispose() => _signal.Dispose();
}
