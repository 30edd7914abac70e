using Microsoft.Extensions.Logging;

namespace Patterns.Caching.AspNetCore;

/// <summary>Every log line of the package, with ids from 1900 to 1999.</summary>
internal static partial class Log
{
    [LoggerMessage(
        1900,
        LogLevel.Warning,
        "The response under '{Key}' is too large for the output cache: it is sent, but not stored. {Suppressed} more "
        + "were not logged since the last line like this.")]
    public static partial void ResponseTooLarge(ILogger logger, string key, long suppressed, Exception exception);
}
