using System.Runtime.CompilerServices;

namespace Engine.Server.DataTypes.SortedSets;

/// <summary>
/// A place between two members of an order: before or after a member with its score, all members of a score, or, where
/// all scores are the same, a member alone.
/// </summary>
internal readonly ref struct TreeBound
{
    private readonly double _score;
    private readonly bool _hasScore;
    private readonly ReadOnlySpan<byte> _member;
    private readonly bool _hasMember;
    private readonly bool _isBehind;

    private TreeBound(bool hasScore, double score, bool hasMember, ReadOnlySpan<byte> member, bool isBehind)
    {
        _hasScore = hasScore;
        _score = score;
        _hasMember = hasMember;
        _member = member;
        _isBehind = isBehind;
    }

    /// <summary>Before what the bound names, or behind it.</summary>
    public static TreeBound At(double score, ReadOnlySpan<byte> member, bool isBehind) =>
        new(hasScore: true, score, hasMember: true, member, isBehind);

    /// <inheritdoc cref="At(double, ReadOnlySpan{byte}, bool)"/>
    public static TreeBound At(double score, bool isBehind) =>
        new(hasScore: true, score, hasMember: false, default, isBehind);

    /// <inheritdoc cref="At(double, ReadOnlySpan{byte}, bool)"/>
    public static TreeBound At(ReadOnlySpan<byte> member, bool isBehind) =>
        new(hasScore: false, 0, hasMember: true, member, isBehind);

    /// <summary>Whether the place is behind the member of this record, whose score this is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsBehind(double score, Memory.PageHeap heap, uint record)
    {
        if (_hasScore && score != _score)
            return score < _score;
        if (!_hasMember)
            return _isBehind;
        int order = MemberRecord.MemberOf(heap.At(record)).SequenceCompareTo(_member);
        return order < 0 || (order == 0 && _isBehind);
    }
}
