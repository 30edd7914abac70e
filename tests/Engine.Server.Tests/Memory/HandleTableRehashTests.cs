using System.Runtime.CompilerServices;
using Engine.Server.Memory;

namespace Engine.Server.Tests.Memory;

public sealed class HandleTableRehashTests
{
    private const int Chains = 256;
    private const int Full = Chains * Bucket.Slots;

    private readonly TableUnderTest _subject = new();

    [Fact]
    public void Growth_moves_one_chain_per_write_and_none_per_read()
    {
        StartGrowth();
        Assert.True(_subject.Table.IsRehashing);

        for (int number = 0; number < Chains * 4; number++)
            Assert.NotEqual(0u, _subject.Find(Records.Key(number)));
        Assert.Equal(Chains, RemainingSteps(writes: 0));
    }

    [Fact]
    public void Every_kind_of_write_moves_one_chain()
    {
        StartGrowth();
        byte[] key = Records.Key(0);

        _subject.Table.FindSlot(key, Records.Hash(key));
        _subject.Table.Replace(_subject.Find(key), _subject.Find(key), Records.Hash(key));
        _subject.Table.RemoveHandle(handle: 0, Records.Hash(key));
        _subject.Remove("absent"u8);
        _subject.Add("new"u8);

        Assert.Equal(Chains, RemainingSteps(writes: 5));
    }

    [Fact]
    public void Handle_whose_record_is_gone_is_replaced_though_its_chain_moves_next()
    {
        StartGrowth();
        byte[] key = KeyOfFirstChain();
        uint gone = FreeRecord(key);
        uint moved = _subject.Records.Create(key);

        Assert.True(_subject.Table.Replace(gone, moved, Records.Hash(key)));

        Assert.Equal(moved, _subject.Find(key));
    }

    [Fact]
    public void Handle_whose_record_is_gone_is_removed_though_its_chain_moves_next()
    {
        StartGrowth();
        byte[] key = KeyOfFirstChain();
        uint gone = FreeRecord(key);

        Assert.True(_subject.Table.RemoveHandle(gone, Records.Hash(key)));

        Assert.Equal(0u, _subject.Find(key));
        Assert.DoesNotContain(gone, _subject.Handles());
    }

    [Fact]
    public void Growth_is_over_before_the_next_one_is_due()
    {
        StartGrowth();
        int number = Full + 1;
        while (_subject.Table.IsRehashing)
            _subject.Add(Records.Key(number++));

        Assert.Equal(Full + 1 + Chains, number);
    }

    [Fact]
    public void Sparse_table_shrinks_and_keeps_what_is_left()
    {
        StartGrowth();
        while (_subject.Table.RehashStep(1))
            Assert.True(_subject.Table.IsRehashing);
        long before = _subject.Table.MemoryBytes;

        int left = 2 * Full / 8;
        _subject.RemoveRange(0, Full + 1 - left);
        Assert.False(_subject.Table.IsRehashing);
        _subject.RemoveRange(Full + 1 - left, 1);
        Assert.True(_subject.Table.IsRehashing);
        while (_subject.Table.RehashStep(10))
            Assert.Equal(left - 1, _subject.Handles().Count);

        Assert.InRange(_subject.Table.MemoryBytes, 1, before / 3);
        for (int number = Full + 2 - left; number <= Full; number++)
            Assert.NotEqual(0u, _subject.Find(Records.Key(number)));
    }

    [Fact]
    public void Table_emptied_while_it_grows_ends_up_small()
    {
        StartGrowth();
        _subject.RemoveRange(0, Full + 1);
        while (_subject.Table.RehashStep(100))
            Assert.True(_subject.Table.IsRehashing);

        Assert.InRange(_subject.Table.MemoryBytes, 0, Bucket.Bytes);
    }

    [Fact]
    public void Bytes_per_key_stay_near_those_of_one_bucket_per_six_to_twelve_keys()
    {
        for (int number = 0; number < 30_000; number++)
        {
            _subject.Add(Records.Key(number));
            if (number > 1000 && !_subject.Table.IsRehashing)
                Assert.InRange((double)_subject.Table.MemoryBytes / (number + 1), 6.4, 11.5);
        }
    }

    [Fact]
    public void Lookups_and_changes_of_a_settled_table_allocate_nothing()
    {
        _subject.AddRange(0, 2000);
        while (_subject.Table.RehashStep(100))
            Assert.True(_subject.Table.IsRehashing);
        byte[] key = Records.Key(7);
        ulong hash = Records.Hash(key);
        Random random = new(1);
        CollectingVisitor visitor = new();
        visitor.Handles.Capacity = 100_000;
        Assert.Equal(6, Use(key, hash, random, ref visitor));

        // The runtime itself allocates now and then; what the table allocated would show in every measurement.
        long least = long.MaxValue;
        for (int measurement = 0; measurement < 5; measurement++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int round = 0; round < 20; round++)
                Use(key, hash, random, ref visitor);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal(0, least);
    }

    /// <summary>Calls everything once, without assertions, which allocate; counts what succeeded.</summary>
    private int Use(byte[] key, ulong hash, Random random, ref CollectingVisitor visitor)
    {
        HandleTable<Records> table = _subject.Table;
        int succeeded = table.TryFind(key, hash, out uint handle) ? 1 : 0;
        succeeded += Unsafe.IsNullRef(ref table.FindSlot(key, hash)) ? 0 : 1;
        succeeded += table.Replace(handle, handle, hash) ? 1 : 0;
        succeeded += table.Remove(key, hash, out _) ? 1 : 0;
        table.Add(handle, hash);
        succeeded += table.Random(random) != 0 ? 1 : 0;
        table.Scan(0, ref visitor);
        long count = 0;
        foreach (uint _ in table)
            count++;
        return succeeded + (count == table.Count ? 1 : 0);
    }

    private void StartGrowth()
    {
        _subject.AddRange(0, Full);
        while (_subject.Table.RehashStep(100))
            Assert.True(_subject.Table.IsRehashing);
        _subject.AddRange(Full, 1);
    }

    private static byte[] KeyOfFirstChain() =>
        Enumerable.Range(0, Full).Select(Records.Key).First(key => (Records.Hash(key) & (Chains - 1)) == 0);

    /// <summary>Frees the record of a key that stays in the table; another key's record takes its block.</summary>
    private uint FreeRecord(byte[] key)
    {
        uint handle = _subject.Find(key);
        _subject.Heap.Free(handle);
        Assert.Equal(handle, _subject.Records.Create("another"u8));
        return handle;
    }

    private int RemainingSteps(int writes)
    {
        int steps = writes + 1;
        while (_subject.Table.RehashStep(1))
            steps++;
        return steps;
    }
}
