using Microsoft.Extensions.Logging;

namespace Engine.Server.Scripting;

/// <summary>What scripts, and the engine about them, write to the log.</summary>
internal static partial class ScriptLog
{
    /// <summary>redis.log, at one of Redis's levels from debug (0) to warning (3).</summary>
    public static void Write(ILogger logger, int level, string message)
    {
        switch (level)
        {
            case 0:
                WriteDebug(logger, message);
                break;
            case 1:
                WriteVerbose(logger, message);
                break;
            case 2:
                WriteNotice(logger, message);
                break;
            default:
                WriteWarning(logger, message);
                break;
        }
    }

    [LoggerMessage(5011, LogLevel.Warning,
        "Slow script detected: {Script} has been running for {Milliseconds} milliseconds. "
        + "You can try killing the script using the SCRIPT KILL command.")]
    public static partial void Slow(ILogger logger, string script, long milliseconds);

    [LoggerMessage(5012, LogLevel.Trace, "{Message}")]
    private static partial void WriteDebug(ILogger logger, string message);

    [LoggerMessage(5013, LogLevel.Debug, "{Message}")]
    private static partial void WriteVerbose(ILogger logger, string message);

    [LoggerMessage(5014, LogLevel.Information, "{Message}")]
    private static partial void WriteNotice(ILogger logger, string message);

    [LoggerMessage(5015, LogLevel.Warning, "{Message}")]
    private static partial void WriteWarning(ILogger logger, string message);
}
