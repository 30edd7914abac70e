using Microsoft.Extensions.Logging;

namespace Engine.Server.Commands.Acl;

/// <summary>What is logged of users.</summary>
internal static partial class AclEvents
{
    [LoggerMessage(5401, LogLevel.Warning, "The users could not be saved to '{Path}'")]
    public static partial void NotSaved(ILogger logger, string path, Exception failure);

    [LoggerMessage(
        5402,
        LogLevel.Information,
        "The user '{Name}' is disabled (there is no 'on' modifier in the user description). Make sure this is not a "
        + "configuration error.")]
    public static partial void UserIsOff(ILogger logger, string name);
}
