using Engine.Server.DataTypes.Packs;
using Engine.Server.Memory;

namespace Engine.Server.DataTypes.Streams;

internal sealed partial class StreamValue
{
    /// <summary>A node holds no more than this, whatever the limits say.</summary>
    public const long LargestNodeBytes = 1 << 30;

    /// <summary>Up to this size a node gets room ahead of what it needs.</summary>
    private const int LargestReserve = 4096;

    /// <summary>What a node's head takes beside its fields, at most.</summary>
    private const int HeadBytes = ListPack.EmptyLength + 3 * 2 + 6;

    /// <summary>Adds an entry behind all others. Its id must be greater than <see cref="LastId"/>.</summary>
    public void Append<TFields>(StreamId id, in TFields fields)
        where TFields : IEntryFields, allows ref struct
    {
        if (!HasRoomAtEnd(BytesOf(fields)))
            BeginNode(id, fields);
        AppendToLast(id, fields);
        Length++;
        EntriesAdded++;
        LastId = id;
        if (Length == 1)
            FirstId = id;
    }

    /// <summary>Adds a node that has been checked, and counts nothing.</summary>
    public void AddNode(StreamId first, ReadOnlySpan<byte> pack)
    {
        ReadOnlySpan<byte> bytes = pack[..ListPack.Length(pack)];
        uint node = Allocate(bytes.Length);
        bytes.CopyTo(Heap.At(node));
        _nodes.TryAdd(first, node);
    }

    /// <summary>Sets the number of entries of a stream whose nodes were added one by one.</summary>
    public void SetLength(long length) => Length = length;

    private static long BytesOf<TFields>(in TFields fields)
        where TFields : IEntryFields, allows ref struct
    {
        long bytes = 0;
        for (int i = 0; i < fields.Count; i++)
            bytes += fields.Field(i).Length + fields.Value(i).Length;
        return bytes;
    }

    /// <summary>
    /// Whether the last node may take an entry of so many bytes. As in Redis, what the bytes are framed with does not
    /// count, and deleted entries do.
    /// </summary>
    private bool HasRoomAtEnd(long bytes)
    {
        if (_nodes.Count == 0)
            return false;
        long mostBytes = Store.Limits.StreamNodeBytes;
        if (mostBytes == 0 || mostBytes > LargestNodeBytes)
            mostBytes = LargestNodeBytes;
        ReadOnlySpan<byte> pack = Heap.At(_nodes.Last(out StreamId first));
        if (ListPack.Length(pack) + bytes >= mostBytes)
            return false;
        if (Store.Limits.StreamNodeEntries == 0)
            return true;
        var node = new EntryNode(pack, first);
        return (long)node.Live + node.Deleted < Store.Limits.StreamNodeEntries;
    }

    /// <summary>Adds a node that has a head, room for the first entry, and no entry yet.</summary>
    private void BeginNode<TFields>(StreamId id, in TFields fields)
        where TFields : IEntryFields, allows ref struct
    {
        if (_nodes.Count > 0)
            Tighten(ref _nodes.Last(out _));
        long bytes = HeadBytes + MostBytesOf(fields, hasFieldsOfFirst: true);
        for (int i = 0; i < fields.Count; i++)
            bytes += PackEntry.LongestFor(fields.Field(i).Length);
        uint node = Allocate(checked((int)bytes));
        ListPack.Initialise(Heap.At(node));
        var writer = new EntryWriter(Heap.At(node));
        writer.Add(0);
        writer.Add(0);
        writer.Add(fields.Count);
        for (int i = 0; i < fields.Count; i++)
            writer.Add(fields.Field(i));
        writer.Add(0);
        writer.Close();
        try
        {
            _nodes.TryAdd(id, node);
        }
        catch (InsufficientMemoryException)
        {
            Free(node);
            throw;
        }
    }

    private void AppendToLast<TFields>(StreamId id, in TFields fields)
        where TFields : IEntryFields, allows ref struct
    {
        ref uint node = ref _nodes.Last(out StreamId first);
        var head = new EntryNode(Heap.At(node), first);
        bool hasFieldsOfFirst = HasFieldsOf(head, fields);
        int live = head.Live;
        Grow(ref node, MostBytesOf(fields, hasFieldsOfFirst));

        var writer = new EntryWriter(Heap.At(node));
        writer.Add(hasFieldsOfFirst ? EntryNode.HasFieldsOfFirst : 0);
        writer.Add((long)(id.Milliseconds - first.Milliseconds));
        writer.Add((long)(id.Sequence - first.Sequence));
        if (!hasFieldsOfFirst)
            writer.Add(fields.Count);
        for (int i = 0; i < fields.Count; i++)
        {
            if (!hasFieldsOfFirst)
                writer.Add(fields.Field(i));
            writer.Add(fields.Value(i));
        }
        writer.Add(EntryNode.FixedElements + (hasFieldsOfFirst ? fields.Count : 2 * fields.Count + 1));
        writer.Close();
        Replace(ref node, ListPack.HeaderLength, live + 1);
    }

    private static bool HasFieldsOf<TFields>(in EntryNode node, in TFields fields)
        where TFields : IEntryFields, allows ref struct
    {
        if (node.FieldCount != fields.Count)
            return false;
        int position = node.FieldsAt;
        for (int i = 0; i < fields.Count; i++)
        {
            if (!ListPack.Read(node.Pack, position, out position).Equals(fields.Field(i)))
                return false;
        }
        return true;
    }

    /// <summary>What an entry takes at most, with what the number of entries may grow by.</summary>
    private static long MostBytesOf<TFields>(in TFields fields, bool hasFieldsOfFirst)
        where TFields : IEntryFields, allows ref struct
    {
        // Flags, two parts of an id, the number of fields and that of elements; and that of entries.
        const int Integers = 2 + 2 * 10 + 2 * 6 + 1;
        long bytes = Integers;
        for (int i = 0; i < fields.Count; i++)
        {
            bytes += PackEntry.LongestFor(fields.Value(i).Length);
            if (!hasFieldsOfFirst)
                bytes += PackEntry.LongestFor(fields.Field(i).Length);
        }
        return bytes;
    }

    /// <summary>Makes room for more bytes at the end of a pack.</summary>
    private void Grow(ref uint node, long bytes)
    {
        Span<byte> pack = Heap.At(node);
        int length = ListPack.Length(pack);
        int capacity = Heap.Capacity(node);
        if (length + bytes > capacity)
            Move(ref node, checked((int)Math.Max(length + bytes, Math.Min(2 * capacity, LargestReserve))));
    }

    /// <summary>Moves a pack that is complete to a block without the room that it does not need.</summary>
    private void Tighten(ref uint node)
    {
        int length = ListPack.Length(Heap.At(node));
        if (SizeClasses.IsTooLarge(Heap.Capacity(node), length))
            Move(ref node, length);
    }

    private void Move(ref uint node, int bytes)
    {
        uint moved = Allocate(bytes);
        Span<byte> pack = Heap.At(node);
        pack[..ListPack.Length(pack)].CopyTo(Heap.At(moved));
        Free(node);
        node = moved;
    }

    /// <summary>Puts an integer in the place of another one.</summary>
    private void Replace(ref uint node, int position, long value)
    {
        Span<byte> pack = Heap.At(node);
        var entry = new PackEntry(value);
        if (entry.Length == ListPack.EntryLength(pack, position))
        {
            entry.Write(pack[position..]);
            return;
        }

        Span<byte> digits = stackalloc byte[Numbers.LongLength];
        BlockBytes -= Heap.Capacity(node);
        new ListPackEditor(Heap, ref node).Replace(position, digits[..Numbers.Format(value, digits)]);
        BlockBytes += Heap.Capacity(node);
    }
}
