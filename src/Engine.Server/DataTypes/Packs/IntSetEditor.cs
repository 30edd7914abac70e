using Engine.Server.Memory;

namespace Engine.Server.DataTypes.Packs;

/// <summary>
/// Changes an <see cref="IntSet"/> that stands in a block of the heap; the handle changes when the set outgrows its
/// block or has shrunk to less than half of it.
/// </summary>
internal readonly ref struct IntSetEditor(PageHeap heap, ref uint handle)
{
    private readonly PageHeap _heap = heap;
    private readonly ref uint _handle = ref handle;

    /// <summary>A block with an empty set.</summary>
    public static uint Create(PageHeap heap)
    {
        uint handle = heap.Allocate(IntSet.HeaderLength);
        IntSet.Initialise(heap.At(handle));
        return handle;
    }

    /// <summary>Returns false when the value is there already.</summary>
    public bool Add(long value)
    {
        Span<byte> set = _heap.At(_handle);
        if (IntSet.TryFind(set, value, out int index))
            return false;
        int length = IntSet.LengthWith(set, value);
        if (length > _heap.Capacity(_handle))
            Move(length);
        IntSet.Insert(_heap.At(_handle), index, value);
        return true;
    }

    /// <summary>Returns false when the value is not there.</summary>
    public bool Remove(long value)
    {
        Span<byte> set = _heap.At(_handle);
        if (!IntSet.TryFind(set, value, out int index))
            return false;
        IntSet.RemoveAt(set, index);
        int length = IntSet.Length(set);
        if (length < _heap.Capacity(_handle) / 2)
            Move(length);
        return true;
    }

    private void Move(int size)
    {
        uint old = _handle;
        Span<byte> set = _heap.At(old);
        uint moved = _heap.Allocate(size);
        set[..IntSet.Length(set)].CopyTo(_heap.At(moved));
        _handle = moved;
        _heap.Free(old);
    }
}
