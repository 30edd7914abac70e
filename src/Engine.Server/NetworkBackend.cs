namespace Engine.Server;

/// <summary>How an engine waits for bytes from its clients.</summary>
public enum NetworkBackend
{
    /// <summary><see cref="Epoll"/> on Linux, <see cref="Sockets"/> elsewhere.</summary>
    Automatic,

    /// <summary>Linux's epoll on the engine's own thread: no hand-off between receiving and replying.</summary>
    Epoll,

    /// <summary>
    /// .NET's asynchronous sockets, on every operating system: a hand-off from the thread pool for each arrival.
    /// </summary>
    Sockets,
}
