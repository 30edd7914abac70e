using System.Runtime.CompilerServices;
using Engine.Server.Memory;

namespace Engine.Server.DataTypes.SortedSets;

/// <summary>
/// A large sorted set: the records of its members, a table that finds them by the member, a tree that has them in order.
/// </summary>
internal sealed class SortedTable
{
    private readonly PageHeap _heap;
    private readonly ulong _seed;
    private readonly HandleTable<MemberKeys> _members;
    private readonly CountedTree _tree;
    private long _recordBytes;

    public SortedTable(PageHeap heap, ulong seed)
    {
        _heap = heap;
        _seed = seed;
        _members = new HandleTable<MemberKeys>(new MemberKeys(heap), seed);
        _tree = new CountedTree(heap);
    }

    public int Count => _tree.Count;

    /// <summary>Members in their order.</summary>
    public CountedTree Order => _tree;

    /// <summary>Bytes of all blocks in the heap: records and nodes.</summary>
    public long BlockBytes => _recordBytes + _tree.NodeBytes;

    /// <summary>Bytes of the blocks and of the table.</summary>
    public long MemoryBytes => BlockBytes + _members.MemoryBytes;

    public bool TryFind(ReadOnlySpan<byte> member, out uint record) => _members.TryFind(member, Hash(member), out record);

    public double ScoreOf(uint record) => MemberRecord.ScoreOf(_heap.At(record));

    public ReadOnlySpan<byte> MemberOf(uint record) => MemberRecord.MemberOf(_heap.At(record));

    /// <summary>How many members stand before the one of this record.</summary>
    public int RankOf(uint record) => _tree.RankOf(ScoreOf(record), record);

    /// <summary>Adds a member that is not there yet.</summary>
    public void Add(ReadOnlySpan<byte> member, double score)
    {
        uint record = MemberRecord.Create(_heap, score, member);
        _recordBytes += _heap.Capacity(record);
        _members.Add(record, Hash(member));
        _tree.Add(score, record);
    }

    public void SetScore(uint record, double score)
    {
        _tree.Move(ScoreOf(record), score, record);
        MemberRecord.SetScore(_heap.At(record), score);
    }

    public bool Remove(ReadOnlySpan<byte> member)
    {
        if (!_members.Remove(member, Hash(member), out uint record))
            return false;
        Forget(record);
        return true;
    }

    public void Remove(uint record)
    {
        _members.RemoveHandle(record, Hash(MemberOf(record)));
        Forget(record);
    }

    /// <summary>A member drawn at random: its record. There must be one.</summary>
    public uint Random(Random random) => _tree.At(_tree.PositionOf(random.Next(Count)));

    /// <summary>Visits the records of some members, as <see cref="HandleTable{TKeys}.Scan"/> does.</summary>
    public ulong Scan<TVisitor>(ulong cursor, ref TVisitor visitor)
        where TVisitor : struct, IHandleVisitor, allows ref struct =>
        _members.Scan(cursor, ref visitor);

    /// <summary>Gives all memory back; the table cannot be used any more.</summary>
    public void Free()
    {
        foreach (uint record in _members)
            _heap.Free(record);
        _members.Clear();
        _tree.Free();
    }

    private void Forget(uint record)
    {
        _tree.Remove(ScoreOf(record), record);
        _recordBytes -= _heap.Capacity(record);
        _heap.Free(record);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Hash(ReadOnlySpan<byte> member) => KeyHash.Compute(member, _seed);
}
