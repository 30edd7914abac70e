using System.Runtime.CompilerServices;
using Engine.Server.Memory;

namespace Engine.Server.Tests.Memory;

/// <summary>A table and the heap with its records, addressed by key.</summary>
internal sealed class TableUnderTest
{
    public TableUnderTest()
    {
        Records = new Records(Heap);
        Table = new HandleTable<Records>(Records, Records.Seed);
    }

    public PageHeap Heap { get; } = new();

    public Records Records { get; }

    public HandleTable<Records> Table { get; }

    public uint Add(ReadOnlySpan<byte> key)
    {
        uint handle = Records.Create(key);
        Table.Add(handle, Records.Hash(key));
        return handle;
    }

    public void AddRange(int start, int count)
    {
        for (int number = start; number < start + count; number++)
            Add(Records.Key(number));
    }

    public uint Find(ReadOnlySpan<byte> key) => Table.TryFind(key, Records.Hash(key), out uint handle) ? handle : 0;

    public bool Remove(ReadOnlySpan<byte> key)
    {
        if (!Table.Remove(key, Records.Hash(key), out uint handle))
            return false;
        Heap.Free(handle);
        return true;
    }

    public void RemoveRange(int start, int count)
    {
        for (int number = start; number < start + count; number++)
            Assert.True(Remove(Records.Key(number)));
    }

    /// <summary>Moves a record to a new block, as a value that grows does.</summary>
    public bool Move(ReadOnlySpan<byte> key)
    {
        ref uint slot = ref Table.FindSlot(key, Records.Hash(key));
        if (Unsafe.IsNullRef(ref slot))
            return false;
        uint old = slot;
        slot = Records.Create(key);
        Heap.Free(old);
        return true;
    }

    public List<uint> Handles()
    {
        List<uint> handles = [];
        foreach (uint handle in Table)
            handles.Add(handle);
        return handles;
    }
}
