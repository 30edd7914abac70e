namespace Engine.Lua.Execution;

/// <summary>The iterators that loops know.</summary>
internal enum IteratorKind
{
    /// <summary>A function that has to be called.</summary>
    Unknown,

    /// <summary>The function next, which pairs returns.</summary>
    Next,

    /// <summary>What ipairs returns.</summary>
    NextIndex,
}
