using Microsoft.Extensions.Logging;

namespace Engine.Server.Persistence;

/// <summary>What is logged of saving and loading.</summary>
internal static partial class PersistenceLog
{
    [LoggerMessage(5101, LogLevel.Information, "DB saved on disk")]
    public static partial void Saved(ILogger logger);

    [LoggerMessage(5102, LogLevel.Warning, "The snapshot could not be saved to '{Path}'")]
    public static partial void SaveFailed(ILogger logger, string path, Exception failure);

    [LoggerMessage(5103, LogLevel.Information, "{Changes} changes in {Seconds} seconds. Saving...")]
    public static partial void SavePointReached(ILogger logger, int changes, int seconds);

    [LoggerMessage(5104, LogLevel.Information, "Background saving started")]
    public static partial void BackgroundSaveStarted(ILogger logger);

    [LoggerMessage(5105, LogLevel.Information, "Background saving terminated with success")]
    public static partial void BackgroundSaveSucceeded(ILogger logger);

    [LoggerMessage(
        5106, LogLevel.Information, "Done loading '{Path}', keys loaded: {Keys}, keys expired: {Expired}.")]
    public static partial void Loaded(ILogger logger, string path, long keys, long expired);

    [LoggerMessage(5107, LogLevel.Warning, "The data could not be loaded")]
    public static partial void LoadFailed(ILogger logger, Exception failure);

    [LoggerMessage(5108, LogLevel.Information, "Saving the final RDB snapshot before exiting.")]
    public static partial void SavingAtEnd(ILogger logger);

    [LoggerMessage(5109, LogLevel.Warning, "Error trying to save the DB, can't exit.")]
    public static partial void CannotEnd(ILogger logger);

    [LoggerMessage(5110, LogLevel.Warning, "The append-only file could not be written")]
    public static partial void AppendFailed(ILogger logger, Exception failure);

    [LoggerMessage(5111, LogLevel.Information, "Background append only file rewriting started")]
    public static partial void RewriteStarted(ILogger logger);

    [LoggerMessage(5112, LogLevel.Information, "Background AOF rewrite finished successfully")]
    public static partial void RewriteSucceeded(ILogger logger);

    [LoggerMessage(5113, LogLevel.Warning, "The append-only file could not be rewritten")]
    public static partial void RewriteFailed(ILogger logger, Exception failure);

    [LoggerMessage(5114, LogLevel.Warning, "'{Path}' is no longer needed and could not be deleted")]
    public static partial void CannotDelete(ILogger logger, string path, Exception failure);

    [LoggerMessage(
        5115, LogLevel.Warning, "'{Path}' ends within a command: cut at offset {Offset}, {Bytes} bytes are lost")]
    public static partial void Truncated(ILogger logger, string path, long offset, long bytes);

    [LoggerMessage(5116, LogLevel.Warning, "'{Path}' names files that are deleted, and could not be written anew")]
    public static partial void CannotForgetHistory(ILogger logger, string path, Exception failure);
}
