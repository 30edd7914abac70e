namespace Engine.Server.Commands.Persistence;

/// <summary>What outlives the engine, as commands see it. Implemented by the room Persistence.</summary>
internal interface IPersistence
{
    /// <summary>The data are being loaded; most commands have to wait.</summary>
    bool IsLoading { get; }

    /// <summary>Why writes are refused at the moment, as clients are told; null when they are not.</summary>
    string? WriteRefusal { get; }

    /// <summary>Unix seconds of the last snapshot that succeeded, or of the start.</summary>
    long LastSave { get; }

    PersistenceFigures Figures { get; }

    /// <summary>Takes a snapshot while everything else waits.</summary>
    SaveOutcome Save();

    /// <summary>Begins a snapshot that is taken beside the work.</summary>
    /// <param name="waits">When a rewrite is under way it is taken afterwards, instead of being refused.</param>
    /// <param name="isNested">Other commands of the same unit of work may follow: it begins after them.</param>
    SaveOutcome SaveInBackground(bool waits, bool isNested);

    /// <summary>Begins a rewrite of the append-only file, or has one begin when a snapshot is done.</summary>
    /// <param name="isNested">Other commands of the same unit of work may follow: it begins after them.</param>
    SaveOutcome RewriteInBackground(bool isNested);

    /// <summary>
    /// Takes a snapshot, if asked to, and loads it in the place of the data. Returns why not, or null.
    /// </summary>
    string? Reload(ReloadOptions options);

    /// <summary>Loads the append-only file in the place of the data. Returns why not, or null.</summary>
    string? ReloadLog();

    /// <summary>
    /// The engine ends: makes safe what is to outlive it. Returns false when it cannot be, and the engine should go on.
    /// </summary>
    /// <param name="saves">Whether a snapshot is taken; null leaves it to the configuration.</param>
    bool TryEnd(bool? saves);

    /// <summary>
    /// The engine ends within a script that has changed something: what is in memory is half changed, and is not to
    /// outlive it.
    /// </summary>
    void Forsake();

    /// <summary>
    /// All keys are about to be deleted: a snapshot that is being taken is given up, since the one on disk is not to
    /// have them. A rewrite goes on, and what it writes is followed by the deletion.
    /// </summary>
    void AllFlushing();

    /// <summary>All keys have been deleted, and the snapshot on disk is to say so when there are save points.</summary>
    /// <param name="isNested">Other commands of the same unit of work may follow: it is taken after them.</param>
    void AllFlushed(bool isNested);

    /// <summary>Gives a file other contents in one step, which a crash of the machine does not undo.</summary>
    /// <exception cref="IOException">It has the old ones.</exception>
    void ReplaceFile(string path, ReadOnlySpan<byte> contents);

    /// <summary>CONFIG RESETSTAT: what has been counted begins anew.</summary>
    void ResetStatistics();

    /// <summary>
    /// Settings may have changed. Returns false when appendonly cannot take effect and is as it was.
    /// </summary>
    bool ApplyOptions();
}
