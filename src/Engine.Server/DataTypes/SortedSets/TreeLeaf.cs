using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Engine.Server.DataTypes.SortedSets;

/// <summary>
/// Neighbouring members in their order, in a block of the heap: handles of their records, and their scores beside them,
/// so that a search reads records only where scores are equal.
/// </summary>
internal struct TreeLeaf
{
    /// <summary>As many as a block of 768 bytes holds.</summary>
    public const int Capacity = 62;

    /// <summary>Fewer than this, and the leaf is joined with a neighbour or takes some of its members.</summary>
    public const int FewestMembers = Capacity / 4;

    /// <summary>The most members that two leaves are joined with: there is room for some more afterwards.</summary>
    public const int MostJoined = Capacity * 3 / 4;

    public int Count;

    /// <summary>Neighbours in the order, 0 at the ends.</summary>
    public uint Previous;
    public uint Next;

    private ScoreArray _scores;
    private MemberArray _members;

    [UnscopedRef]
    public Span<double> Scores => _scores[..Count];

    [UnscopedRef]
    public Span<uint> Members => _members[..Count];

    public void Insert(int index, double score, uint member)
    {
        Count++;
        NodeSlots.Insert(Scores, index, score);
        NodeSlots.Insert(Members, index, member);
    }

    public void RemoveAt(int index)
    {
        NodeSlots.Remove(Scores, index);
        NodeSlots.Remove(Members, index);
        Count--;
    }

    /// <summary>Moves this leaf's last members to the front of the next one.</summary>
    public void MoveLastTo(ref TreeLeaf next, int count)
    {
        int start = Count - count;
        next.Count += count;
        NodeSlots.InsertFirst(next.Scores, Scores[start..]);
        NodeSlots.InsertFirst(next.Members, Members[start..]);
        Count = start;
    }

    /// <summary>Moves the first members of the next leaf to the end of this one.</summary>
    public void TakeFirstOf(ref TreeLeaf next, int count)
    {
        int start = Count;
        Count += count;
        NodeSlots.RemoveFirst(next.Scores, Scores[start..]);
        NodeSlots.RemoveFirst(next.Members, Members[start..]);
        next.Count -= count;
    }

    [InlineArray(Capacity)]
    private struct ScoreArray
    {
        private double _first;
    }

    [InlineArray(Capacity)]
    private struct MemberArray
    {
        private uint _first;
    }
}
