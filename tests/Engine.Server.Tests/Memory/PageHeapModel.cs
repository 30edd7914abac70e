using Engine.Server.Memory;

namespace Engine.Server.Tests.Memory;

/// <summary>A heap beside a plain account of what it holds; each block is stamped over its whole capacity.</summary>
internal sealed class PageHeapModel
{
    private readonly Dictionary<uint, byte> _stamps = [];
    private readonly List<uint> _handles = [];
    private byte _nextStamp;

    public PageHeap Heap { get; } = new();

    public int Count => _handles.Count;

    public void Allocate(int size)
    {
        uint handle = Heap.Allocate(size);
        int capacity = Heap.Capacity(handle);

        Assert.NotEqual(0u, handle);
        Assert.InRange(capacity, size, size + Math.Max(15, size / 4));
        Heap.At(handle, capacity).Fill(++_nextStamp);
        Assert.True(_stamps.TryAdd(handle, _nextStamp));
        _handles.Add(handle);
    }

    public void Free(int index)
    {
        uint handle = _handles[index];
        CheckContents(handle);
        Heap.Free(handle);
        _stamps.Remove(handle);
        _handles[index] = _handles[^1];
        _handles.RemoveAt(_handles.Count - 1);
    }

    public void FreeAll()
    {
        while (_handles.Count > 0)
            Free(_handles.Count - 1);
    }

    public void Clear()
    {
        Heap.Clear();
        _stamps.Clear();
        _handles.Clear();
        Assert.Equal(0, Heap.ReservedBytes);
    }

    public void Check()
    {
        long used = 0;
        ulong end = 0;
        foreach (uint handle in _handles.Order())
        {
            CheckContents(handle);
            Assert.True(handle >= end, $"Block {handle:x8} overlaps the one before it.");
            int capacity = Heap.Capacity(handle);
            end = handle + (ulong)capacity / PageHeap.GranuleBytes;
            used += capacity;
        }
        Assert.Equal(used, Heap.UsedBytes);
        Assert.Equal(_handles.Count, Heap.BlockCount);
        Assert.True(Heap.ReservedBytes >= used);
    }

    private void CheckContents(uint handle) =>
        Assert.Equal(-1, Heap.At(handle, Heap.Capacity(handle)).IndexOfAnyExcept(_stamps[handle]));
}
