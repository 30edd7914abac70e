namespace Engine.Server.DataTypes.SortedSets;

/// <summary>
/// What a branch knows of a child: how many members are below it, and the first of them with its score.
/// </summary>
internal readonly record struct TreeChild(uint Node, int Size, double Score, uint Member);
