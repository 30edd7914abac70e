namespace Engine.Server.DataTypes.SortedSets;

/// <summary>Neighbours in the order of a sorted set: the rank of the first, and how many.</summary>
internal readonly record struct IndexRange(int Start, int Count)
{
    /// <summary>
    /// The ranks from <paramref name="start"/> to before <paramref name="end"/>; none if that is not behind.
    /// </summary>
    public static IndexRange Between(int start, int end) => new(start, Math.Max(0, end - start));
}
