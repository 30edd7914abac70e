namespace Engine.Server.Access;

/// <summary>What a pattern of keys allows, and what a command needs.</summary>
[Flags]
internal enum KeyPermissions
{
    /// <summary>The command does nothing that patterns tell apart: any pattern will do.</summary>
    None = 0,

    Read = 1 << 0,

    Write = 1 << 1,

    All = Read | Write,
}
