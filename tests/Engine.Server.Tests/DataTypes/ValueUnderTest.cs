using Engine.Server.DataTypes;
using Engine.Server.Memory;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Tests.DataTypes;

/// <summary>A collection in no keyspace: the place that a key's record is otherwise, and the store around it.</summary>
internal sealed class ValueUnderTest
{
    private byte _kind;
    private uint _word;
    private long _bytesElsewhere;

    public ValueUnderTest(ValueType type, ValueEncoding encoding, Func<PageHeap, uint> createEmpty, int seed = 1)
    {
        Store = new ValueStore(new PageHeap(), new EncodingLimits(), 0x0123_4567_89AB_CDEF, new Random(seed));
        _kind = (byte)((int)type | (int)encoding << 4);
        _word = createEmpty(Store.Heap);
    }

    public ValueStore Store { get; }

    public ValueSlot Slot => new(Store, ref _kind, ref _word);

    /// <summary>What the store counts is what the value says it holds.</summary>
    public void CheckBytes()
    {
        long managed = Store.ManagedBytes;
        Assert.Equal(Store.Heap.UsedBytes + managed, Store.MemoryBytes(Slot) + _bytesElsewhere);
        Assert.True(managed == 0 == ValueStore.IsCompact(Slot.Encoding), $"{managed} bytes as {Slot.Encoding}.");
    }

    /// <summary>Checks a copy, and the original when the copy is gone; freeing both leaves nothing.</summary>
    public void CopyAndFree(Action check)
    {
        uint original = _word;
        _bytesElsewhere = Store.MemoryBytes(Slot);
        _word = Store.Copy(Slot);
        check();
        Store.Free(Slot);
        _word = original;
        _bytesElsewhere = 0;
        check();
        Store.Free(Slot);
        Assert.Equal(0, Store.Heap.BlockCount);
        Assert.Equal(0, Store.ManagedBytes);
    }
}
