namespace Patterns.Core;

/// <summary>The tags that mean the same on the instruments of every package.</summary>
public static class TelemetryTags
{
    /// <summary>Which instance of a recipe measured: its key prefix.</summary>
    public const string KeyPrefix = "patterns.key_prefix";

    /// <summary>How an operation ended.</summary>
    public const string Outcome = "patterns.outcome";

    /// <summary>Why something failed.</summary>
    public const string Reason = "patterns.reason";

    /// <summary>Which Redis command was sent.</summary>
    public const string Command = "patterns.command";
}
