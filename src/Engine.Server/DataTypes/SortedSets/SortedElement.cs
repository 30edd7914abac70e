using Engine.Server.DataTypes.Packs;

namespace Engine.Server.DataTypes.SortedSets;

/// <summary>A member of a sorted set with its score. Valid until the set changes.</summary>
internal readonly ref struct SortedElement(PackedElement member, double score)
{
    public PackedElement Member { get; } = member;

    public double Score { get; } = score;
}
