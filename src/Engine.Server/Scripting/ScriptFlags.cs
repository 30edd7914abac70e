namespace Engine.Server.Scripting;

/// <summary>What a script says of itself in its first line.</summary>
[Flags]
internal enum ScriptFlags
{
    None = 0,

    /// <summary>It has no such line: nothing is known of it.</summary>
    Unstated = 1 << 0,
    NoWrites = 1 << 1,
    AllowOom = 1 << 2,
    AllowStale = 1 << 3,
    NoCluster = 1 << 4,
    AllowCrossSlotKeys = 1 << 5,
}
