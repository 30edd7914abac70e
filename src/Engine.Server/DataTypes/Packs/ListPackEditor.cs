using System.Diagnostics;
using Engine.Server.Memory;

namespace Engine.Server.DataTypes.Packs;

/// <summary>
/// Changes a list pack that stands in a block of the heap; <paramref name="handle"/> is where its holder keeps the
/// block's handle, which changes when the pack outgrows its block or has shrunk to less than half of it. Values must
/// not lie in the pack that is edited. Spans of the pack are void after every change.
/// </summary>
/// <param name="heap">Where the block stands.</param>
/// <param name="handle">The block's handle.</param>
internal readonly ref struct ListPackEditor(PageHeap heap, ref uint handle)
{
    /// <summary>A block this small is not worth leaving for a smaller one.</summary>
    private const int SmallBlockBytes = 2 * PageHeap.GranuleBytes;

    private readonly PageHeap _heap = heap;
    private readonly ref uint _handle = ref handle;

    public ReadOnlySpan<byte> Pack => _heap.At(_handle);

    /// <summary>A block with an empty pack.</summary>
    /// <param name="heap">Where the block is to stand.</param>
    /// <param name="capacity">Bytes that the pack is going to have, where that is known.</param>
    public static uint Create(PageHeap heap, int capacity = ListPack.EmptyLength)
    {
        uint handle = heap.Allocate(capacity);
        ListPack.Initialise(heap.At(handle));
        return handle;
    }

    /// <summary>A block with a copy of <paramref name="pack"/>, no larger than it needs to be.</summary>
    public static uint Create(PageHeap heap, ReadOnlySpan<byte> pack)
    {
        int length = ListPack.Length(pack);
        uint handle = heap.Allocate(length);
        pack[..length].CopyTo(heap.At(handle, length));
        return handle;
    }

    /// <summary>Adds a value behind the last element; returns its position.</summary>
    public int Append(ReadOnlySpan<byte> value) => Insert(ListPack.Length(Pack) - 1, value);

    /// <summary>Adds a value before the first element; returns its position.</summary>
    public int Prepend(ReadOnlySpan<byte> value) => Insert(ListPack.HeaderLength, value);

    /// <summary>Adds a value before the element at <paramref name="position"/>; returns its position.</summary>
    public int InsertBefore(int position, ReadOnlySpan<byte> value) => Insert(position, value);

    /// <summary>Adds a value after the element at <paramref name="position"/>; returns its position.</summary>
    public int InsertAfter(int position, ReadOnlySpan<byte> value) =>
        Insert(position + ListPack.EntryLength(Pack, position), value);

    /// <summary>Puts a value in the place of the element at <paramref name="position"/>.</summary>
    public void Replace(int position, ReadOnlySpan<byte> value)
    {
        PackEntry entry = new(value);
        Splice(position, ListPack.EntryLength(Pack, position), entry.Length, 0);
        entry.Write(_heap.At(_handle)[position..]);
    }

    /// <summary>
    /// Deletes up to <paramref name="count"/> elements from the one at <paramref name="position"/> on; returns the
    /// position of the element that follows them, -1 for none.
    /// </summary>
    public int Delete(int position, int count = 1)
    {
        ReadOnlySpan<byte> pack = Pack;
        int end = position;
        int deleted = 0;
        for (; deleted < count && pack[end] != ListPack.End; deleted++)
            end += ListPack.EntryLength(pack, end);
        Splice(position, end - position, 0, -deleted);
        return Pack[position] == ListPack.End ? -1 : position;
    }

    /// <summary>Adds all elements of another pack behind the last one.</summary>
    public void AppendAll(ReadOnlySpan<byte> other) => InsertAll(ListPack.Length(Pack) - 1, other);

    /// <summary>Adds all elements of another pack before the first one.</summary>
    public void PrependAll(ReadOnlySpan<byte> other) => InsertAll(ListPack.HeaderLength, other);

    private int Insert(int offset, ReadOnlySpan<byte> value)
    {
        PackEntry entry = new(value);
        Splice(offset, 0, entry.Length, 1);
        entry.Write(_heap.At(_handle)[offset..]);
        return offset;
    }

    private void InsertAll(int offset, ReadOnlySpan<byte> other)
    {
        ReadOnlySpan<byte> entries = other[ListPack.HeaderLength..(ListPack.Length(other) - 1)];
        Splice(offset, 0, entries.Length, ListPack.Count(other));
        entries.CopyTo(_heap.At(_handle)[offset..]);
    }

    /// <summary>
    /// Makes room for <paramref name="added"/> bytes at <paramref name="offset"/> in the place of
    /// <paramref name="removed"/> bytes, and notes how many elements come with that.
    /// </summary>
    private void Splice(int offset, int removed, int added, int countDifference)
    {
        Span<byte> pack = _heap.At(_handle);
        int length = ListPack.Length(pack);
        int newLength = checked(length - removed + added);
        ReadOnlySpan<byte> tail = pack[(offset + removed)..length];
        int capacity = _heap.Capacity(_handle);
        bool isSparse = newLength < length && newLength < capacity / 2 && capacity > SmallBlockBytes;
        if (newLength > capacity || isSparse)
        {
            uint old = _handle;
            uint moved = _heap.Allocate(BlockBytes(newLength));
            Span<byte> target = _heap.At(moved);
            pack[..offset].CopyTo(target);
            tail.CopyTo(target[(offset + added)..]);
            _handle = moved;
            _heap.Free(old);
            pack = target;
        }
        else if (added != removed)
        {
            tail.CopyTo(pack[(offset + added)..]);
        }

        ListPack.SetLength(pack, newLength);
        ListPack.ChangeCount(pack, countDifference);
        Debug.Assert(newLength >= ListPack.EmptyLength && pack[newLength - 1] == ListPack.End);
    }

    /// <summary>
    /// The heap rounds a block up to its size class, which makes growing cheap; blocks beyond the classes have no such
    /// slack of their own.
    /// </summary>
    private static int BlockBytes(int length) => length <= SizeClasses.LargestBytes
        ? length
        : (int)Math.Max(length, Math.Min(length + length / 8L, PageHeap.MaximumBlockBytes));
}
