namespace Engine.Server.DataTypes.SortedSets;

/// <summary>A branch on the way to a leaf, and the index of the child that the way goes on with.</summary>
internal readonly record struct TreeStep(uint Branch, int Index);
