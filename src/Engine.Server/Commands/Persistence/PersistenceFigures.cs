namespace Engine.Server.Commands.Persistence;

/// <summary>What INFO reports of files. Times of day are Unix seconds, -1 stands for never.</summary>
internal sealed class PersistenceFigures
{
    public long KeysProcessed { get; set; }

    public long KeysTotal { get; set; }

    public long ChangesSinceSave { get; set; }

    public bool IsSaving { get; set; }

    public bool HasSaveFailed { get; set; }

    public long LastSaveSeconds { get; set; } = -1;

    public long CurrentSaveSeconds { get; set; } = -1;

    public long Saves { get; set; }

    public long KeysExpiredAtLoad { get; set; }

    public long KeysLoaded { get; set; }

    public bool IsAppending { get; set; }

    public bool IsRewriting { get; set; }

    public bool IsRewriteScheduled { get; set; }

    public long LastRewriteSeconds { get; set; } = -1;

    public long CurrentRewriteSeconds { get; set; } = -1;

    public bool HasRewriteFailed { get; set; }

    public long Rewrites { get; set; }

    public long RewritesFailedInARow { get; set; }

    public bool HasAppendFailed { get; set; }

    public long LogBytes { get; set; }

    public long BaseBytes { get; set; }

    public long UnwrittenBytes { get; set; }

    public bool IsSyncing { get; set; }

    public long DelayedSyncs { get; set; }

    public long LoadStartedAt { get; set; }

    public long LoadTotalBytes { get; set; }

    public long LoadedBytes { get; set; }

    public long LoadEtaSeconds { get; set; }
}
