using Engine.Server.DataTypes.Packs;

namespace Engine.Server.DataTypes.SortedSets;

/// <summary>Every range of a sorted set is one of ranks: those of its first and last member are found first.</summary>
internal readonly ref partial struct SortedSetValue
{
    /// <summary>The members whose scores are in a range.</summary>
    public IndexRange Within(in ScoreRange range)
    {
        if (IsCompact)
            return WithinPack(range);
        CountedTree order = Table.Order;
        return IndexRange.Between(
            order.CountBefore(TreeBound.At(range.Lowest, isBehind: range.ExcludesLowest)),
            order.CountBefore(TreeBound.At(range.Highest, isBehind: !range.ExcludesHighest)));
    }

    /// <summary>The members in a range, where all scores are the same; otherwise some of them.</summary>
    public IndexRange Within(in MemberRange range)
    {
        if (IsCompact)
            return WithinPack(range);
        if (range.Lowest.IsBehindAll || range.Highest.IsBeforeAll)
            return default;
        CountedTree order = Table.Order;
        int start = range.Lowest.IsBeforeAll
            ? 0
            : order.CountBefore(TreeBound.At(range.Lowest.Member, isBehind: range.Lowest.IsExclusive));
        int end = range.Highest.IsBehindAll
            ? (int)Count
            : order.CountBefore(TreeBound.At(range.Highest.Member, isBehind: !range.Highest.IsExclusive));
        return IndexRange.Between(start, end);
    }

    /// <summary>How many members have lower scores.</summary>
    public int CountBelow(double score) => IsCompact
        ? WithinPack(new ScoreRange(double.NegativeInfinity, false, score, true)).Count
        : Table.Order.CountBefore(TreeBound.At(score, isBehind: false));

    /// <summary>Removes the members of a range.</summary>
    public void Remove(IndexRange range)
    {
        if (range.Count == 0)
            return;
        if (IsCompact)
        {
            Editor.Delete(ScorePack.At(_slot.Block, range.Start), 2 * range.Count);
            return;
        }
        SortedTable table = Table;
        for (int left = range.Count; left > 0; left--)
            table.RemoveAt(range.Start);
    }

    /// <summary>All members in their order.</summary>
    public Enumerator GetEnumerator() => Enumerate(new IndexRange(0, (int)Count), backward: false);

    /// <summary>The members of a range in their order, or from the last to the first.</summary>
    public Enumerator Enumerate(IndexRange range, bool backward) => new(this, range, backward);

    private IndexRange WithinPack(in ScoreRange range)
    {
        ReadOnlySpan<byte> pack = _slot.Block;
        int start = 0;
        int end = 0;
        for (int position = ListPack.First(pack); position >= 0; end++)
        {
            SortedElement element = ScorePack.Read(pack, position, out position);
            if (!range.EndsBehind(element.Score))
                break;
            if (!range.BeginsBefore(element.Score))
                start++;
        }
        return IndexRange.Between(start, end);
    }

    private IndexRange WithinPack(in MemberRange range)
    {
        ReadOnlySpan<byte> pack = _slot.Block;
        Span<byte> digits = stackalloc byte[Numbers.LongLength];
        int start = 0;
        int end = 0;
        for (int position = ListPack.First(pack); position >= 0; end++)
        {
            ReadOnlySpan<byte> member = ScorePack.Read(pack, position, out position).Member.Text(digits);
            if (!range.EndsBehind(member))
                break;
            if (!range.BeginsBefore(member))
                start++;
        }
        return IndexRange.Between(start, end);
    }

    public ref struct Enumerator
    {
        private readonly SortedSetValue _set;
        private readonly bool _backward;
        private readonly int _first;
        private TreePosition _position;
        private int _left;

        internal Enumerator(SortedSetValue set, IndexRange range, bool backward)
        {
            _set = set;
            _backward = backward;
            _left = range.Count;
            _first = backward ? range.Start + range.Count - 1 : range.Start;
        }

        /// <summary>What names the member until the set changes; 0 before the first.</summary>
        public uint Id { get; private set; }

        public readonly SortedElement Current => _set[Id];

        public bool MoveNext()
        {
            if (_left == 0)
                return false;
            _left--;
            if (_set.IsCompact)
                MoveInPack();
            else
                MoveInTree(_set.Table.Order);
            return true;
        }

        private void MoveInPack()
        {
            ReadOnlySpan<byte> pack = _set._slot.Block;
            if (Id == 0)
                Id = (uint)ScorePack.At(pack, _first);
            else
                Id = (uint)(_backward ? ScorePack.Previous(pack, (int)Id) : ScorePack.Next(pack, (int)Id));
        }

        private void MoveInTree(CountedTree order)
        {
            _position = Id == 0 ? order.PositionOf(_first) : order.Neighbour(_position, _backward);
            Id = order.At(_position);
        }
    }
}
