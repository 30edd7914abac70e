namespace Engine.Server.DataTypes.SortedSets;

/// <summary>A place in the order of a <see cref="CountedTree"/>; valid until the tree changes.</summary>
internal readonly record struct TreePosition(uint Leaf, int Index);
