using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Engine.Server.DataTypes.SortedSets;

/// <summary>The records of neighbouring members in their order, in a block of the heap.</summary>
internal struct TreeLeaf
{
    /// <summary>As many as a block of 512 bytes holds.</summary>
    public const int Capacity = 125;

    /// <summary>Fewer than this, and the leaf is joined with a neighbour or takes some of its members.</summary>
    public const int FewestMembers = Capacity / 4;

    /// <summary>The most members that two leaves are joined with: there is room for some more afterwards.</summary>
    public const int MostJoined = Capacity * 3 / 4;

    public int Count;

    /// <summary>Neighbours in the order, 0 at the ends.</summary>
    public uint Previous;
    public uint Next;

    private MemberArray _members;

    [UnscopedRef]
    public Span<uint> Members => _members[..Count];

    public void Insert(int index, uint member)
    {
        Count++;
        NodeSlots.Insert(Members, index, member);
    }

    public void RemoveAt(int index)
    {
        NodeSlots.Remove(Members, index);
        Count--;
    }

    /// <summary>Moves this leaf's last members to the front of the next one.</summary>
    public void MoveLastTo(ref TreeLeaf next, int count)
    {
        next.Count += count;
        NodeSlots.InsertFirst(next.Members, Members[^count..]);
        Count -= count;
    }

    /// <summary>Moves the first members of the next leaf to the end of this one.</summary>
    public void TakeFirstOf(ref TreeLeaf next, int count)
    {
        Count += count;
        NodeSlots.RemoveFirst(next.Members, Members[^count..]);
        next.Count -= count;
    }

    [InlineArray(Capacity)]
    private struct MemberArray
    {
        private uint _first;
    }
}
