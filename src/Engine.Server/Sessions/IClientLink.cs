namespace Engine.Server.Sessions;

/// <summary>
/// What a session may ask of the connection that carries it. Implemented by the network; called on the engine thread.
/// </summary>
internal interface IClientLink
{
    /// <summary>The peer's address, as CLIENT LIST shows it.</summary>
    string RemoteAddress { get; }

    string LocalAddress { get; }

    /// <summary>The file descriptor, or -1 where there is none.</summary>
    int Descriptor { get; }

    bool IsUnixSocket { get; }

    /// <summary>The peer is on this machine: in this process, on a Unix socket or on a loopback address.</summary>
    bool IsLocal { get; }

    /// <summary>Bytes that arrived and have not been processed.</summary>
    int PendingInput { get; }

    /// <summary>Bytes of the buffer in which requests arrive; 0 while it holds none.</summary>
    int InputCapacity { get; }

    /// <summary>The peer takes no more replies at the moment.</summary>
    bool IsWaitingToSend { get; }

    /// <summary>Replies were written outside the client's own turn: send them with the next flush.</summary>
    void ScheduleFlush();

    /// <summary>The session was waiting and no longer is: go on with the requests that have arrived.</summary>
    void Resume();

    /// <summary>Closes soon, without sending what is queued. May be called whatever the client is doing.</summary>
    void Abort();

    /// <summary>Closes now. Not for the client whose request is running.</summary>
    void Close();
}
