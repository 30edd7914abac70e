using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Engine.Server.Memory;

namespace Engine.Server.DataTypes.Streams;

/// <summary>
/// A node of an <see cref="IdTree{T}"/>: ids in their order, a value for each, and their number at the end of the
/// block. A leaf holds what the tree holds; a branch holds its children, each with the least id that may be below it.
/// </summary>
internal readonly ref struct IdNode<T>
    where T : unmanaged
{
    private readonly Span<StreamId> _ids;
    private readonly Span<T> _values;
    private readonly ref int _count;

    public IdNode(PageHeap heap, uint handle)
    {
        BlockBytes = heap.Capacity(handle);
        Span<byte> block = heap.At(handle)[..BlockBytes];
        int capacity = (BlockBytes - sizeof(int)) / PairBytes;
        _ids = MemoryMarshal.Cast<byte, StreamId>(block[..(capacity * StreamId.Bytes)]);
        _values = MemoryMarshal.Cast<byte, T>(block.Slice(capacity * StreamId.Bytes, capacity * Unsafe.SizeOf<T>()));
        _count = ref MemoryMarshal.AsRef<int>(block[^sizeof(int)..]);
    }

    public int BlockBytes { get; }

    public int Capacity => _ids.Length;

    public int Count
    {
        get => _count;
        set => _count = value;
    }

    public Span<StreamId> Ids => _ids[.._count];

    public Span<T> Values => _values[.._count];

    private static int PairBytes => StreamId.Bytes + Unsafe.SizeOf<T>();

    /// <summary>Bytes of a block for so many pairs.</summary>
    public static int BytesFor(int pairs) => pairs * PairBytes + sizeof(int);

    /// <summary>How many ids are less than <paramref name="id"/>.</summary>
    public int CountBelow(StreamId id)
    {
        ReadOnlySpan<StreamId> ids = Ids;
        int low = 0;

        // Most of what is looked for, and nearly all that is added, stands at the end.
        if (ids.Length > 0 && ids[^1] < id)
            return ids.Length;
        for (int high = ids.Length; low < high;)
        {
            int middle = (low + high) >>> 1;
            if (ids[middle] < id)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    /// <summary>The child below which <paramref name="id"/> is, if anywhere.</summary>
    public int ChildFor(StreamId id)
    {
        int below = CountBelow(id);
        bool isLeastOfChild = below < Count && _ids[below] == id;
        return isLeastOfChild ? below : Math.Max(below - 1, 0);
    }

    public void Insert(int index, StreamId id, T value)
    {
        int moved = _count - index;
        _count++;
        _ids.Slice(index, moved).CopyTo(_ids[(index + 1)..]);
        _values.Slice(index, moved).CopyTo(_values[(index + 1)..]);
        _ids[index] = id;
        _values[index] = value;
    }

    public void RemoveAt(int index)
    {
        _ids[(index + 1).._count].CopyTo(_ids[index..]);
        _values[(index + 1).._count].CopyTo(_values[index..]);
        _count--;
    }

    /// <summary>Moves all pairs from an index on to the end of another node, which has room for them.</summary>
    public void MoveTo(IdNode<T> other, int index)
    {
        int end = other.Count;
        other.Count += _count - index;
        Ids[index..].CopyTo(other.Ids[end..]);
        Values[index..].CopyTo(other.Values[end..]);
        _count = index;
    }
}
