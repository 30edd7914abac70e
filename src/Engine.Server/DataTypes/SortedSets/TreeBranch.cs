using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Engine.Server.DataTypes.SortedSets;

/// <summary>
/// A node above the leaves, in a block of the heap: for each child the number of members below it, and the record of
/// the first of them with its score, so that a search reads records only where scores are equal.
/// </summary>
internal struct TreeBranch
{
    /// <summary>As many as a block of 1280 bytes holds.</summary>
    public const int Capacity = 63;

    /// <summary>Fewer than this, and the branch is joined with a neighbour or takes some of its children.</summary>
    public const int FewestChildren = Capacity / 4;

    /// <summary>The most children that two branches are joined with: there is room for some more afterwards.</summary>
    public const int MostJoined = Capacity * 3 / 4;

    public int Count;

    private ScoreArray _scores;
    private WordArray _members;
    private WordArray _children;
    private WordArray _sizes;

    /// <summary>The score of the first member below each child.</summary>
    [UnscopedRef]
    public Span<double> Scores => _scores[..Count];

    /// <summary>The record of the first member below each child.</summary>
    [UnscopedRef]
    public Span<uint> Members => _members[..Count];

    [UnscopedRef]
    public Span<uint> Children => _children[..Count];

    /// <summary>The number of members below each child.</summary>
    [UnscopedRef]
    public Span<uint> Sizes => _sizes[..Count];

    public readonly int Total => NodeSlots.Sum(_sizes[..Count]);

    public void Insert(int index, in TreeChild child)
    {
        Count++;
        NodeSlots.Insert(Scores, index, child.Score);
        NodeSlots.Insert(Members, index, child.Member);
        NodeSlots.Insert(Children, index, child.Node);
        NodeSlots.Insert(Sizes, index, (uint)child.Size);
    }

    public void RemoveAt(int index)
    {
        NodeSlots.Remove(Scores, index);
        NodeSlots.Remove(Members, index);
        NodeSlots.Remove(Children, index);
        NodeSlots.Remove(Sizes, index);
        Count--;
    }

    /// <summary>Moves this branch's last children to the front of the next one.</summary>
    public void MoveLastTo(ref TreeBranch next, int count)
    {
        next.Count += count;
        NodeSlots.InsertFirst(next.Scores, Scores[^count..]);
        NodeSlots.InsertFirst(next.Members, Members[^count..]);
        NodeSlots.InsertFirst(next.Children, Children[^count..]);
        NodeSlots.InsertFirst(next.Sizes, Sizes[^count..]);
        Count -= count;
    }

    /// <summary>Moves the first children of the next branch to the end of this one.</summary>
    public void TakeFirstOf(ref TreeBranch next, int count)
    {
        Count += count;
        NodeSlots.RemoveFirst(next.Scores, Scores[^count..]);
        NodeSlots.RemoveFirst(next.Members, Members[^count..]);
        NodeSlots.RemoveFirst(next.Children, Children[^count..]);
        NodeSlots.RemoveFirst(next.Sizes, Sizes[^count..]);
        next.Count -= count;
    }

    [InlineArray(Capacity)]
    private struct ScoreArray
    {
        private double _first;
    }

    [InlineArray(Capacity)]
    private struct WordArray
    {
        private uint _first;
    }
}
