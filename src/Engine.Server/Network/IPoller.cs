namespace Engine.Server.Network;

/// <summary>How the engine thread waits for its clients.</summary>
internal interface IPoller : IDisposable
{
    /// <summary>As INFO reports it.</summary>
    string Name { get; }

    /// <summary>
    /// Waits until something happens, at most that long (-1: for ever), then calls the targets that are ready.
    /// </summary>
    /// <param name="awake">Called once when the wait is over, before any target.</param>
    void Wait(int timeoutMilliseconds, Action awake);

    /// <summary>Ends the wait; may be called on any thread, also before the wait begins.</summary>
    void Wake();
}
