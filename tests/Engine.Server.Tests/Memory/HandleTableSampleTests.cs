using Engine.Server.Memory;

namespace Engine.Server.Tests.Memory;

public sealed class HandleTableSampleTests
{
    private readonly TableUnderTest _subject = new();
    private readonly Random _random = new(77);

    [Theory]
    [InlineData(0, 5, 0)]
    [InlineData(1, 5, 1)]
    [InlineData(5, 5, 5)]
    [InlineData(1000, 5, 5)]
    [InlineData(1000, 1, 1)]
    [InlineData(1000, 64, 64)]
    [InlineData(1000, 2000, 1000)]
    public void A_sample_has_as_many_entries_as_asked_for_or_all_and_each_once(int count, int wanted, int expected)
    {
        _subject.AddRange(0, count);

        Assert.Equal(expected, Sample(wanted).Count);
    }

    [Fact]
    public void Samples_are_whole_in_the_middle_of_growth_and_of_shrinkage()
    {
        _subject.AddRange(0, 769);
        Assert.True(_subject.Table.IsRehashing);
        Assert.True(_subject.Table.RehashStep(16));
        Assert.Equal(769, Sample(1000).Count);
        _subject.Table.RehashStep(int.MaxValue);

        _subject.RemoveRange(0, 769 - 191);
        Assert.True(_subject.Table.IsRehashing);
        Assert.Equal(191, Sample(1000).Count);
        Assert.Equal(7, Sample(7).Count);
    }

    [Fact]
    public void Every_entry_is_sampled_about_equally_often()
    {
        const int Count = 600;
        const int Rounds = 60_000;
        _subject.AddRange(0, Count);
        var times = new Dictionary<uint, int>();
        for (int round = 0; round < Rounds; round++)
        {
            foreach (uint handle in Sample(5))
                times[handle] = times.GetValueOrDefault(handle) + 1;
        }

        // An entry of a short chain comes more often than one of a long chain, within these bounds.
        const double Expected = 5.0 * Rounds / Count;
        Assert.Equal(Count, times.Count);
        Assert.All(times.Values, seen => Assert.InRange(seen, Expected / 3, Expected * 4));
    }

    [Fact]
    public void A_handle_is_held_by_the_hash_of_its_key_and_by_no_other()
    {
        _subject.AddRange(0, 100);
        foreach (uint handle in _subject.Handles())
        {
            ulong hash = Records.Hash(_subject.Records.KeyOf(handle));
            Assert.True(_subject.Table.Holds(handle, hash));
            Assert.False(_subject.Table.Holds(handle, ~hash));
            Assert.False(_subject.Table.Holds(handle + 1_000_000, hash));
        }
    }

    [Fact]
    public void A_budget_counts_what_tables_take_and_holds_back_growth_until_chains_are_too_long()
    {
        bool hasRoom = false;
        var budget = new TableBudget { HasRoom = _ => hasRoom };
        var table = new HandleTable<Records>(_subject.Records, Records.Seed, budget);
        int added = 0;
        while (!table.IsRehashing)
            Add(table, added++);
        Assert.Equal(12 * 5 / 3 + 1, added);
        table.RehashStep(int.MaxValue);

        for (int chains = 2; chains < 64; chains *= 2)
        {
            hasRoom = !hasRoom;
            while (!table.IsRehashing)
                Add(table, added++);
            Assert.Equal(chains * (hasRoom ? 12 : 20) + 1, added);
            Assert.Equal(table.MemoryBytes, budget.Bytes);
            table.RehashStep(int.MaxValue);
            Assert.Equal(table.MemoryBytes, budget.Bytes);
        }

        table.Clear();
        Assert.Equal(0, budget.Bytes);
    }

    private void Add(HandleTable<Records> table, int number)
    {
        byte[] key = Records.Key(number);
        table.Add(_subject.Records.Create(key), Records.Hash(key));
    }

    private HashSet<uint> Sample(int wanted)
    {
        uint[] handles = new uint[wanted];
        int taken = _subject.Table.Sample(_random, handles);
        var distinct = new HashSet<uint>(handles.AsSpan(0, taken).ToArray());
        Assert.Equal(taken, distinct.Count);
        Assert.ProperSubset(new HashSet<uint>(_subject.Handles()) { 0 }, distinct);
        return distinct;
    }
}
