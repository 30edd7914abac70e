using Microsoft.Extensions.Logging;

namespace Engine.Server.Commands.Acl;

/// <summary>What is logged of the ACL file.</summary>
internal static partial class AclFileLog
{
    [LoggerMessage(5401, LogLevel.Warning, "The users could not be saved to '{Path}'")]
    public static partial void NotSaved(ILogger logger, string path, Exception failure);
}
