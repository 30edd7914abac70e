namespace Engine.Server;

/// <summary>How an engine waits for bytes from its clients.</summary>
public enum NetworkBackend
{
    /// <summary>
    /// On Linux <see cref="IoUring"/> where the system allows it and <see cref="Epoll"/> otherwise,
    /// <see cref="Sockets"/> elsewhere.
    /// </summary>
    Automatic,

    /// <summary>Linux's epoll on the engine's own thread: no hand-off between receiving and replying.</summary>
    Epoll,

    /// <summary>
    /// .NET's asynchronous sockets, on every operating system: a hand-off from the thread pool for each arrival.
    /// </summary>
    Sockets,

    /// <summary>
    /// Linux's io_uring (6.1 or later) on the engine's own thread: as <see cref="Epoll"/>, with one system call for all
    /// that is received and sent in a turn. Containers often forbid it.
    /// </summary>
    IoUring,
}
