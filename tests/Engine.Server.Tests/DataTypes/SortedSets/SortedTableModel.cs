using System.Globalization;
using System.Text;
using Engine.Server.DataTypes;
using Engine.Server.DataTypes.SortedSets;
using Engine.Server.Memory;

namespace Engine.Server.Tests.DataTypes.SortedSets;

/// <summary>A sorted table and, beside it, the simplest thing that does the same.</summary>
internal sealed class SortedTableModel(int scores, int members)
{
    private readonly ValueStore _store = new(new PageHeap(), new EncodingLimits(), hashSeed: 5, new Random(5));
    private readonly SortedSet<(double Score, string Member)> _model = new(new Order());
    private readonly Dictionary<string, double> _scores = new(StringComparer.Ordinal);
    private SortedTable? _table;

    public SortedTable Table => _table ??= new SortedTable(_store);

    public int Count => _model.Count;

    public long HeapBytes => _store.Heap.UsedBytes;

    /// <summary>Adds a member, gives it another score or removes it.</summary>
    public void Step(bool removes, Random random)
    {
        string member = NameOf(random.Next(members));
        double score = random.Next(scores) - scores / 2;
        if (removes)
            Remove(member);
        else
            Set(member, score);
    }

    public void Set(string member, double score)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(member);
        bool exists = Table.TryFind(bytes, out uint record);
        Assert.Equal(_scores.TryGetValue(member, out double old), exists);
        if (exists)
        {
            Assert.Equal(old, Table.ScoreOf(record));
            _model.Remove((old, member));
            Table.SetScore(record, score);
        }
        else
        {
            Table.Add(bytes, score);
        }
        _model.Add((score, member));
        _scores[member] = score;
    }

    public void Remove(string member)
    {
        bool exists = _scores.Remove(member, out double score);
        _model.Remove((score, member));
        Assert.Equal(exists, Table.Remove(Encoding.Latin1.GetBytes(member)));
    }

    public void RemoveAt(int rank)
    {
        (double score, string member) = _model.ElementAt(rank);
        uint record = Table.Order.At(Table.Order.PositionOf(rank));
        Assert.Equal(member, MemberOf(record));
        if (rank % 2 == 0)
            Table.RemoveAt(rank);
        else
            Table.Remove(record);
        _model.Remove((score, member));
        _scores.Remove(member);
    }

    /// <summary>A copy must have the same members in the same order.</summary>
    public void CheckCopy()
    {
        var copy = (SortedTable)Table.Copy();
        Assert.Equal(Table.Count, copy.Count);
        for (int rank = 0; rank < Count; rank++)
        {
            uint record = copy.Order.At(copy.Order.PositionOf(rank));
            uint original = Table.Order.At(Table.Order.PositionOf(rank));
            Assert.NotEqual(original, record);
            Assert.Equal((Table.ScoreOf(original), MemberOf(original)), (copy.ScoreOf(record), MemberOf(record)));
        }
        copy.Forget();
        Assert.False(copy.Release(int.MaxValue));
    }

    /// <summary>Everything that a table says of its members, compared.</summary>
    public void Check()
    {
        (double Score, string Member)[] expected = [.. _model];
        Assert.Equal(expected.Length, Table.Count);
        CheckOrder(expected);
        for (int score = -scores / 2 - 1; score <= scores / 2 + 1; score++)
        {
            int below = expected.Count(element => element.Score < score);
            int upTo = expected.Count(element => element.Score <= score);
            Assert.Equal(below, Table.Order.CountBefore(TreeBound.At(score, isBehind: false)));
            Assert.Equal(upTo, Table.Order.CountBefore(TreeBound.At(score, isBehind: true)));
        }
        if (scores == 1)
            CheckMemberCounts(expected);
        Assert.Equal(HeapBytes + _store.ManagedBytes, Table.MemoryBytes);
    }

    /// <summary>Releases the table in slices, which must leave nothing behind.</summary>
    public void Release()
    {
        long blocks = _store.Heap.BlockCount;
        while (Table.Release(7))
            Assert.Equal(blocks -= 7, _store.Heap.BlockCount);
        Assert.Equal(0, _store.Heap.BlockCount);
        Table.Forget();
        Assert.Equal(0, _store.ManagedBytes);
    }

    public void CheckOrder() => CheckOrder([.. _model]);

    private void CheckOrder((double Score, string Member)[] expected)
    {
        TreePosition forward = default;
        TreePosition backward = default;
        for (int rank = 0; rank < expected.Length; rank++)
        {
            forward = rank == 0 ? Table.Order.PositionOf(0) : Table.Order.Neighbour(forward, backward: false);
            backward = rank == 0
                ? Table.Order.PositionOf(expected.Length - 1)
                : Table.Order.Neighbour(backward, backward: true);
            uint record = Table.Order.At(forward);
            Assert.Equal(expected[rank], (Table.ScoreOf(record), MemberOf(record)));
            Assert.Equal(forward, Table.Order.PositionOf(rank));
            Assert.Equal(rank, Table.RankOf(record));
            Assert.Equal(expected[^(rank + 1)].Member, MemberOf(Table.Order.At(backward)));
        }
    }

    private void CheckMemberCounts((double Score, string Member)[] expected)
    {
        for (int index = 0; index < members; index += 7)
        {
            string name = NameOf(index);
            byte[] bytes = Encoding.Latin1.GetBytes(name);
            int below = expected.Count(element => string.CompareOrdinal(element.Member, name) < 0);
            Assert.Equal(below, Table.Order.CountBefore(TreeBound.At(bytes, isBehind: false)));
            int upTo = below + (_scores.ContainsKey(name) ? 1 : 0);
            Assert.Equal(upTo, Table.Order.CountBefore(TreeBound.At(bytes, isBehind: true)));
        }
    }

    private string MemberOf(uint record) => Encoding.Latin1.GetString(Table.KeyOf(record));

    /// <summary>Names of all lengths, with bytes that a signed comparison would put before the others.</summary>
    private static string NameOf(int index)
    {
        string digits = index.ToString(CultureInfo.InvariantCulture);
        return (index % 3) switch
        {
            0 => digits,
            1 => $"\u00ff{digits}",
            _ => $"{digits}{new string('x', index % 300)}",
        };
    }

    private sealed class Order : IComparer<(double Score, string Member)>
    {
        public int Compare((double Score, string Member) x, (double Score, string Member) y)
        {
            int order = x.Score.CompareTo(y.Score);
            return order != 0 ? order : string.CompareOrdinal(x.Member, y.Member);
        }
    }
}
