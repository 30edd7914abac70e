namespace Engine.Server.Commands.Scripting;

/// <summary>What FUNCTION RESTORE does about the libraries that are there.</summary>
internal enum RestorePolicy
{
    /// <summary>They stay, and the restored ones must have other names.</summary>
    Append,

    /// <summary>They go.</summary>
    Flush,

    /// <summary>They stay but for those whose names the restored ones have.</summary>
    Replace,
}
