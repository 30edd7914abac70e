namespace Engine.Server.Persistence.Logs;

/// <summary>A file that the manifest names.</summary>
internal sealed record LogFile(string Name, long Sequence, LogFileKind Kind);

/// <summary>What a file of the append-only log is.</summary>
internal enum LogFileKind
{
    /// <summary>What the data were when the log was written anew.</summary>
    Base,

    /// <summary>What has been changed since.</summary>
    Increment,

    /// <summary>No longer needed, and to be deleted.</summary>
    History,
}
