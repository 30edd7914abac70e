using Engine.Server.Memory;

namespace Engine.Server.DataTypes;

/// <summary>
/// A collection that outgrew its compact encoding: one managed object whose elements stand in blocks of the heap, and
/// which counts what it holds, so that nobody has to walk it to know.
/// </summary>
internal abstract class LargeValue(ValueStore store)
{
    private long _countedTableBytes;

    public ValueStore Store => store;

    public PageHeap Heap => store.Heap;

    /// <summary>Elements in it: fields, members, or entries.</summary>
    public abstract long Count { get; }

    /// <summary>Everything it holds, in bytes.</summary>
    public long MemoryBytes => BlockBytes + TableBytes;

    /// <summary>Bytes of its blocks in the heap.</summary>
    protected long BlockBytes { get; set; }

    /// <summary>Bytes of its managed arrays.</summary>
    protected abstract long TableBytes { get; }

    /// <summary>A copy that shares nothing with this one.</summary>
    public abstract LargeValue Copy();

    /// <summary>
    /// Gives back up to <paramref name="blocks"/> blocks of a value that is in no key any more. Returns false when
    /// none are left; the value is of no use from the first call on.
    /// </summary>
    public abstract bool Release(int blocks);

    /// <summary>The value is gone: its arrays no longer count.</summary>
    public void Forget()
    {
        store.ManagedBytes -= _countedTableBytes;
        _countedTableBytes = 0;
    }

    protected internal uint Allocate(int bytes)
    {
        uint handle = store.Heap.Allocate(bytes);
        BlockBytes += store.Heap.Capacity(handle);
        return handle;
    }

    protected internal void Free(uint handle)
    {
        BlockBytes -= store.Heap.Capacity(handle);
        store.Heap.Free(handle);
    }

    /// <summary>To be called when the managed arrays may have become larger or smaller.</summary>
    protected void CountTableBytes()
    {
        long bytes = TableBytes;
        store.ManagedBytes += bytes - _countedTableBytes;
        _countedTableBytes = bytes;
    }
}
