namespace Engine.Lua.Compilation;

/// <summary>A block under construction.</summary>
internal sealed class Block(Block? outer, int activeLocals, bool isLoop)
{
    public Block? Outer { get; } = outer;

    /// <summary>How many local variables were active where it began.</summary>
    public int ActiveLocals { get; } = activeLocals;

    /// <summary>Whether break leaves it.</summary>
    public bool IsLoop { get; } = isLoop;

    public int Breaks { get; set; } = JumpList.None;

    /// <summary>Whether a closure refers to one of its variables.</summary>
    public bool HasUpvalue { get; set; }
}
