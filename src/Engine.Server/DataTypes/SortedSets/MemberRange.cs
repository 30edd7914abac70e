namespace Engine.Server.DataTypes.SortedSets;

/// <summary>The members between two in the order of their bytes.</summary>
internal readonly ref struct MemberRange(MemberLimit lowest, MemberLimit highest)
{
    public MemberLimit Lowest { get; } = lowest;

    public MemberLimit Highest { get; } = highest;

    /// <summary>Whether the range begins at or before a member.</summary>
    public bool BeginsBefore(ReadOnlySpan<byte> member)
    {
        int order = Lowest.CompareTo(member);
        return order < 0 || (order == 0 && !Lowest.IsExclusive);
    }

    /// <summary>Whether the range ends at or behind a member.</summary>
    public bool EndsBehind(ReadOnlySpan<byte> member)
    {
        int order = Highest.CompareTo(member);
        return order > 0 || (order == 0 && !Highest.IsExclusive);
    }
}
