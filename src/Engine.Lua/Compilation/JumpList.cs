namespace Engine.Lua.Compilation;

/// <summary>Jumps to the same place yet unknown form a list through their distances.</summary>
internal static class JumpList
{
    /// <summary>The empty list, and the distance of the last jump of a list.</summary>
    public const int None = -1;
}
