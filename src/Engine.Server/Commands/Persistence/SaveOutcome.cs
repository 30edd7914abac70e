namespace Engine.Server.Commands.Persistence;

/// <summary>What became of the request to save.</summary>
internal enum SaveOutcome
{
    Done,

    Started,

    /// <summary>It begins as soon as what is under way is done.</summary>
    Scheduled,

    /// <summary>A snapshot is being taken already.</summary>
    SaveIsRunning,

    /// <summary>A rewrite of the append-only file is under way.</summary>
    RewriteIsRunning,

    /// <summary>The log says why.</summary>
    Failed,

    /// <summary>The engine has no directory for files.</summary>
    NoFiles,
}
