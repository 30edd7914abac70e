using System.Runtime.CompilerServices;
using Engine.Server.Memory;

namespace Engine.Server.DataTypes.SortedSets;

/// <summary>
/// A large sorted set: the records of its members, a table that finds them by the member, a tree that has them in
/// order.
/// </summary>
internal sealed class SortedTable : LargeValue
{
    private readonly HandleTable<MemberKeys> _members;

    public SortedTable(ValueStore store)
        : base(store)
    {
        _members = new HandleTable<MemberKeys>(new MemberKeys(store.Heap), store.HashSeed);
        Order = new CountedTree(this);
    }

    public override long Count => Order.Count;

    /// <summary>The records of the members in their order.</summary>
    public CountedTree Order { get; }

    protected override long TableBytes => _members.MemoryBytes;

    public bool TryFind(ReadOnlySpan<byte> member, out uint record) =>
        _members.TryFind(member, Hash(member), out record);

    public double ScoreOf(uint record) => MemberRecord.ScoreOf(Heap.At(record));

    public ReadOnlySpan<byte> MemberOf(uint record) => MemberRecord.MemberOf(Heap.At(record));

    /// <summary>How many members stand before the one of this record.</summary>
    public int RankOf(uint record) => Order.CountBefore(TreeBound.At(ScoreOf(record), MemberOf(record), isBehind: false));

    /// <summary>Adds a member that is not there yet.</summary>
    public void Add(ReadOnlySpan<byte> member, double score)
    {
        uint record = Allocate(MemberRecord.LengthFor(member.Length));
        MemberRecord.Initialise(Heap.At(record), score, member);
        _members.Add(record, Hash(member));
        Order.Add(record);
        CountTableBytes();
    }

    public void SetScore(uint record, double score) => Order.SetScore(record, score);

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

    /// <summary>Visits the records of some members, as <see cref="HandleTable{TKeys}.Scan"/> does.</summary>
    public ulong Scan<TVisitor>(ulong cursor, ref TVisitor visitor)
        where TVisitor : struct, IHandleVisitor, allows ref struct =>
        _members.Scan(cursor, ref visitor);

    public override LargeValue Copy()
    {
        SortedTable copy = new(Store);
        TreePosition position = default;
        for (int rank = 0; rank < Count; rank++)
        {
            position = rank == 0 ? Order.PositionOf(0) : Order.Neighbour(position, backward: false);
            uint record = Order.At(position);
            copy.Add(MemberOf(record), ScoreOf(record));
        }
        return copy;
    }

    public override bool Release(int blocks) => Order.Release(blocks);

    private void Forget(uint record)
    {
        Order.Remove(record);
        Free(record);
        CountTableBytes();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Hash(ReadOnlySpan<byte> member) => KeyHash.Compute(member, Store.HashSeed);
}
