namespace Engine.Server.DataTypes.SortedSets;

/// <summary>
/// A large sorted set: the <see cref="MemberRecord"/>s of its members, found by the member, and a tree that has them in
/// order.
/// </summary>
internal sealed class SortedTable : RecordTable
{
    public SortedTable(ValueStore store)
        : base(store) =>
        Order = new CountedTree(this);

    /// <summary>The records of the members in their order.</summary>
    public CountedTree Order { get; }

    public bool TryFind(ReadOnlySpan<byte> member, out uint record) =>
        Records.TryFind(member, Hash(member), out record);

    public double ScoreOf(uint record) => MemberRecord.ScoreOf(Heap.At(record));

    /// <summary>How many members stand before the one of this record.</summary>
    public int RankOf(uint record) =>
        Order.CountBefore(TreeBound.At(ScoreOf(record), KeyOf(record), isBehind: false));

    /// <summary>Adds a member that is not there yet.</summary>
    public void Add(ReadOnlySpan<byte> member, double score)
    {
        uint record = Allocate(MemberRecord.LengthFor(member.Length));
        MemberRecord.Initialise(Heap.At(record), score, member);
        Order.Add(record);
        Add(record, Hash(member));
    }

    public void SetScore(uint record, double score) => Order.SetScore(record, score);

    public void Remove(uint record)
    {
        Records.RemoveHandle(record, Hash(KeyOf(record)));
        FreeRecord(record);
        CountTableBytes();
    }

    /// <summary>Removes the member before which <paramref name="rank"/> others stand.</summary>
    public void RemoveAt(int rank)
    {
        uint record = Order.RemoveAt(rank);
        Records.RemoveHandle(record, Hash(KeyOf(record)));
        Free(record);
        CountTableBytes();
    }

    public override SortedTable Copy()
    {
        var copy = new SortedTable(Store);
        TreePosition position = default;
        for (int rank = 0; rank < Count; rank++)
        {
            position = rank == 0 ? Order.PositionOf(0) : Order.Neighbour(position, backward: false);
            uint record = Order.At(position);
            copy.Add(KeyOf(record), ScoreOf(record));
        }
        return copy;
    }

    public override bool Release(int blocks) => Order.Release(blocks);

    protected override void FreeRecord(uint record)
    {
        Order.Remove(record);
        Free(record);
    }
}
