namespace Engine.Server.Sessions;

/// <summary>What a session may ask of the connection that carries it. Implemented by the network; called on the engine thread.</summary>
internal interface IClientLink
{
    /// <summary>The peer's address, as CLIENT LIST shows it.</summary>
    string RemoteAddress { get; }

    string LocalAddress { get; }

    /// <summary>The file descriptor, or -1 where there is none.</summary>
    int Descriptor { get; }

    /// <summary>Bytes that arrived and have not been processed.</summary>
    int PendingInput { get; }

    /// <summary>Replies were written outside the client's own turn: send them with the next flush.</summary>
    void ScheduleFlush();

    /// <summary>The session was waiting and no longer is: go on with the requests that have arrived.</summary>
    void Resume();

    /// <summary>Closes once what the client does not wait for has ended; at once, without sending what is queued.</summary>
    void Abort();
}
