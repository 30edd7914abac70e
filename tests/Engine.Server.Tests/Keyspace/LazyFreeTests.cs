using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Hashes;
using Engine.Server.Keyspace;
using Store = Engine.Server.Keyspace.Keyspace;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Tests.Keyspace;

public sealed class LazyFreeTests
{
    private const int Fields = 10_000;

    private readonly Store _store =
        new(2, new EngineClock(new ManualClock()), new DeletionSink((_, _) => { }), new Random(1));

    [Fact]
    public void A_large_value_is_gone_at_once_and_its_memory_is_given_back_in_slices()
    {
        _store[1].SetString("other"u8, "v"u8);
        long before = _store.UsedBytes;
        AddHash(_store[0], "hash"u8, Fields);
        long blocks = _store.Heap.BlockCount;

        Assert.True(_store[0].Remove("hash"u8, isLazy: true));

        Assert.Equal(0, _store[0].Count);
        Assert.Equal(1, _store.Unreclaimed);
        Assert.InRange(_store.Heap.BlockCount, blocks - 10, blocks);
        Assert.True(_store.Reclaim(Fields / 2));
        Assert.InRange(_store.Heap.BlockCount, blocks - (Fields / 2) - 10, blocks - (Fields / 2) + 10);
        Assert.False(_store.Reclaim(Fields));
        Assert.Equal(1, _store.Statistics.LazilyFreed);
        Assert.Equal(before, _store.UsedBytes - _store[0].TableBytes);
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(Fields, false)]
    public void A_small_value_and_one_that_need_not_wait_are_freed_at_once(int fields, bool isLazy)
    {
        _store[1].SetString("other"u8, "v"u8);
        long before = _store.UsedBytes;
        AddHash(_store[0], "hash"u8, fields);

        Assert.True(_store[0].Remove("hash"u8, isLazy));

        Assert.Equal(0, _store.Unreclaimed);
        Assert.Equal(before, _store.UsedBytes - _store[0].TableBytes);
    }

    [Fact]
    public void Large_values_of_a_flushed_database_are_given_back_in_slices_too()
    {
        _store[1].SetString("other"u8, "v"u8);
        AddHash(_store[0], "first"u8, Fields);
        AddHash(_store[0], "second"u8, Fields);
        long before = _store.Heap.BlockCount;
        _store.Flush(0, isLazy: true);
        const int Slice = 1000;
        int slices = 0;
        long left = before;
        for (bool hasMore = true; hasMore; slices++)
        {
            hasMore = _store.Reclaim(Slice);
            Assert.InRange(left - _store.Heap.BlockCount, 0, Slice + 10);
            left = _store.Heap.BlockCount;
        }

        Assert.InRange(slices, 2 * Fields / Slice, 4 * Fields / Slice);
        Assert.Equal(1, _store.Heap.BlockCount);
    }

    [Fact]
    public void All_memory_comes_back_at_once_when_everything_is_flushed_while_a_value_waits()
    {
        AddHash(_store[0], "hash"u8, Fields);
        Assert.True(_store[0].Remove("hash"u8, isLazy: true));
        _store.Reclaim(10);

        _store.FlushAll();

        Assert.Equal(0, _store.Unreclaimed);
        Assert.Equal(0, _store.UsedBytes);
        AddHash(_store[0], "hash"u8, Fields);
        Assert.Equal(1, _store[0].Count);
    }

    private void AddHash(Database database, ReadOnlySpan<byte> key, int fields)
    {
        ValueSlot slot = database.AddCompact(
            key, ValueType.Hash, ValueEncoding.ListPack, HashValue.CreateEmpty(_store.Heap));
        var hash = new HashValue(slot);
        for (int i = 0; i < fields; i++)
            hash.Set(BitConverter.GetBytes(i), "some value of a field"u8);
    }
}
