namespace Engine.Server.Protocol;

/// <content>Saving and loading.</content>
internal static partial class Errors
{
    public static ReadOnlySpan<byte> SaveFailed => "ERR"u8;

    public static ReadOnlySpan<byte> SaveIsRunning => "ERR Background save already in progress"u8;

    public static ReadOnlySpan<byte> OtherWriterIsRunning =>
        "ERR Another child process is active (AOF?): can't BGSAVE right now. Use BGSAVE SCHEDULE in order to "u8
        + "schedule a BGSAVE whenever possible."u8;

    public static ReadOnlySpan<byte> RewriteIsRunning =>
        "ERR Background append only file rewriting already in progress"u8;

    public static ReadOnlySpan<byte> RewriteFailed =>
        "ERR Can't execute an AOF background rewriting. Please check the server logs for more information."u8;

    /// <summary>Redis always has a directory; an embedded engine has one when it is given one.</summary>
    public static ReadOnlySpan<byte> NoFiles =>
        "ERR This engine keeps no files. Start it with a directory: WorkingDirectory, or CONFIG SET dir."u8;

    public static ReadOnlySpan<byte> Loading => "LOADING Redis is loading the dataset in memory"u8;

    public static ReadOnlySpan<byte> CannotShutDown => "ERR Errors trying to SHUTDOWN. Check logs."u8;

    public static ReadOnlySpan<byte> ReloadSyntax =>
        "ERR DEBUG RELOAD only supports the MERGE, NOFLUSH and NOSAVE options."u8;

    public static ReadOnlySpan<byte> CannotReload => "ERR Error trying to load the RDB dump, check server logs."u8;

    public static ReadOnlySpan<byte> CannotReloadLog => "ERR Error trying to load the AOF files, check server logs."u8;

    public static string SnapshotsFail =>
        "MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk. Commands "
        + "that may modify the data set are disabled, because this instance is configured to report errors during "
        + "writes if RDB snapshotting fails (stop-writes-on-bgsave-error option). Please check the Redis logs for "
        + "details about the RDB error.";

    public static string AppendingFails(string reason) => $"MISCONF Errors writing to the AOF file: {reason}";
}
