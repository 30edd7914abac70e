using System.Runtime.CompilerServices;

namespace Engine.Server.DataTypes.SortedSets;

/// <summary>The branches from the root to a leaf, by their level, and which child the way goes on with.</summary>
[InlineArray(Length)]
internal struct TreePath
{
    /// <summary>
    /// One more than the levels of a tree whose nodes are as empty as they may be and which fills the largest heap; the
    /// leaves' level, 0, has no step.
    /// </summary>
    public const int Length = 12;

    private TreeStep _first;
}
