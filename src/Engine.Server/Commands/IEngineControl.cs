namespace Engine.Server.Commands;

/// <summary>
/// What commands may ask of the process or host around the engine. Implemented by the composition root.
/// </summary>
internal interface IEngineControl
{
    /// <summary>The version of Redis whose commands, replies and errors the engine has.</summary>
    string RedisVersion { get; }

    /// <summary>The version of the engine itself.</summary>
    string EngineVersion { get; }

    /// <summary>40 hexadecimal digits, new with each start.</summary>
    string RunId { get; }

    /// <summary>Unix milliseconds.</summary>
    long StartedAt { get; }

    /// <summary>The TCP port listened on, 0 when none.</summary>
    int Port { get; }

    /// <summary>The TCP port listened on for TLS, 0 when none.</summary>
    int TlsPort { get; }

    /// <summary>How the event loop waits, as INFO reports it: epoll, sockets.</summary>
    string MultiplexingApi { get; }

    /// <summary>SHUTDOWN: stops accepting, closes clients and ends.</summary>
    void RequestShutdown();

    /// <summary>DEBUG SLEEP: the engine does nothing for that long by its own clock.</summary>
    void Sleep(TimeSpan duration);

    /// <summary>The engine is about to end: what runs for long must stop.</summary>
    bool IsEnding { get; }

    /// <summary>
    /// A script keeps the engine busy: receives what clients send, lets Dispatch refuse most of it, and replies.
    /// </summary>
    void ServeOthers();

    /// <summary>
    /// CONFIG SET: takes on a directive that listeners depend on, from options that are not in force yet. Returns why
    /// that was not possible, in Redis's words, or null; if it was not, nothing has changed.
    /// </summary>
    string? Apply(string directive, EngineOptions changed);

    /// <summary>CONFIG SET changed something that limits depend on.</summary>
    void ApplyOptions();
}
