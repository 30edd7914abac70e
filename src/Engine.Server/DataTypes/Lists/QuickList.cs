using Engine.Server.DataTypes.Packs;

namespace Engine.Server.DataTypes.Lists;

/// <summary>
/// A list in several nodes, each a pack in a block of the heap. Where an element goes, and when nodes are split and
/// merged, follows Redis's quicklist. Values that are handed in must not lie in the list.
/// </summary>
internal sealed partial class QuickList(ValueStore store) : LargeValue(store)
{
    /// <summary>A block this small is not worth leaving for a smaller one.</summary>
    private const int SmallBlockBytes = 64;

    private readonly NodeRing _nodes = new();
    private long _count;

    public override long Count => _count;

    public int NodeCount => _nodes.Count;

    protected override long TableBytes => _nodes.TableBytes;

    public ref readonly QuickListNode Node(int index) => ref _nodes[index];

    /// <summary>The pack or the plain bytes of a node.</summary>
    public ReadOnlySpan<byte> Contents(int index)
    {
        ref QuickListNode node = ref _nodes[index];
        return Heap.At(node.Handle).Slice(node.Start, node.Bytes);
    }

    /// <summary>Adds a node with a copy of a pack behind the last one.</summary>
    public void AppendPack(ReadOnlySpan<byte> pack)
    {
        ReadOnlySpan<byte> entries = pack[ListPack.HeaderLength..(ListPack.Length(pack) - 1)];
        QuickListNode node = CreatePack(entries.Length, ListPack.Count(pack));
        entries.CopyTo(Heap.At(node.Handle)[ListPack.HeaderLength..]);
        InsertNode(_nodes.Count, node);
    }

    /// <summary>Adds a node with one element as plain bytes behind the last one.</summary>
    public void AppendPlain(ReadOnlySpan<byte> value) => InsertNode(_nodes.Count, CreatePlain(value));

    public void PushHead(ReadOnlySpan<byte> value, in NodeLimit limit)
    {
        if (_nodes.Count > 0 && limit.Admits(value.Length, _nodes[0]))
            Prepend(ref _nodes[0], value);
        else
            InsertNode(0, CreateNode(value, limit));
    }

    public void PushTail(ReadOnlySpan<byte> value, in NodeLimit limit)
    {
        int last = _nodes.Count - 1;
        if (last >= 0 && limit.Admits(value.Length, _nodes[last]))
            Append(ref _nodes[last], value);
        else
            InsertNode(last + 1, CreateNode(value, limit));
    }

    /// <summary>Takes the first element away.</summary>
    public void RemoveHead()
    {
        ref QuickListNode node = ref _nodes[0];
        if (node.Count == 1)
        {
            RemoveNode(0);
            return;
        }

        Span<byte> pack = Heap.At(node.Handle)[node.Start..];
        int length = ListPack.EntryLength(pack, ListPack.HeaderLength);
        pack[..ListPack.HeaderLength].CopyTo(pack[length..]);
        node.Start += length;
        Resized(ref node, node.Bytes - length, -1);
        Tighten(ref node);
    }

    /// <summary>Takes the last element away.</summary>
    public void RemoveTail()
    {
        int last = _nodes.Count - 1;
        ref QuickListNode node = ref _nodes[last];
        if (node.Count == 1)
        {
            RemoveNode(last);
            return;
        }

        Span<byte> pack = Heap.At(node.Handle)[node.Start..];
        int position = ListPack.Last(pack);
        pack[position] = ListPack.End;
        Resized(ref node, position + 1, -1);
        Tighten(ref node);
    }

    public override LargeValue Copy()
    {
        QuickList copy = new(Store);
        for (int i = 0; i < _nodes.Count; i++)
        {
            if (_nodes[i].IsPlain)
                copy.AppendPlain(Contents(i));
            else
                copy.AppendPack(Contents(i));
        }
        return copy;
    }

    public override bool Release(int blocks)
    {
        for (; blocks > 0 && _nodes.Count > 0; blocks--)
        {
            Free(_nodes[_nodes.Count - 1].Handle);
            _nodes.RemoveAt(_nodes.Count - 1);
        }
        return _nodes.Count > 0;
    }

    private void Prepend(ref QuickListNode node, ReadOnlySpan<byte> value)
    {
        PackEntry entry = new(value);
        if (entry.Length > node.Start)
            MakeRoom(ref node, entry.Length, atHead: true);
        Span<byte> block = Heap.At(node.Handle);
        int start = node.Start - entry.Length;
        block.Slice(node.Start, ListPack.HeaderLength).CopyTo(block[start..]);
        entry.Write(block[(start + ListPack.HeaderLength)..]);
        node.Start = start;
        Resized(ref node, node.Bytes + entry.Length, 1);
    }

    private void Append(ref QuickListNode node, ReadOnlySpan<byte> value)
    {
        PackEntry entry = new(value);
        if (node.Start + node.Bytes + entry.Length > Heap.Capacity(node.Handle))
            MakeRoom(ref node, entry.Length, atHead: false);
        Span<byte> pack = Heap.At(node.Handle)[node.Start..];
        entry.Write(pack[(node.Bytes - 1)..]);
        pack[node.Bytes - 1 + entry.Length] = ListPack.End;
        Resized(ref node, node.Bytes + entry.Length, 1);
    }

    /// <summary>Notes the new size of a pack whose entries have been changed.</summary>
    private void Resized(ref QuickListNode node, int bytes, int countDifference)
    {
        Span<byte> pack = Heap.At(node.Handle)[node.Start..];
        ListPack.SetLength(pack, bytes);
        ListPack.ChangeCount(pack, countDifference);
        node.Bytes = bytes;
        node.Count += countDifference;
        _count += countDifference;
    }

    /// <summary>Moves a pack so that all the room of its block, which may be another one, is at one end.</summary>
    private void MakeRoom(ref QuickListNode node, int added, bool atHead)
    {
        if (node.Bytes + added > Heap.Capacity(node.Handle))
            Move(ref node, node.Bytes + added);
        int start = atHead ? Heap.Capacity(node.Handle) - node.Bytes : 0;
        Span<byte> block = Heap.At(node.Handle);
        block.Slice(node.Start, node.Bytes).CopyTo(block[start..]);
        node.Start = start;
    }

    /// <summary>Leaves a block that is more than half empty.</summary>
    private void Tighten(ref QuickListNode node)
    {
        int capacity = Heap.Capacity(node.Handle);
        if (capacity > SmallBlockBytes && node.Bytes < capacity / 2)
            Move(ref node, node.Bytes);
    }

    private void Move(ref QuickListNode node, int capacity)
    {
        uint moved = Allocate(capacity);
        Heap.At(node.Handle).Slice(node.Start, node.Bytes).CopyTo(Heap.At(moved));
        Free(node.Handle);
        node.Handle = moved;
        node.Start = 0;
    }

    private QuickListNode CreateNode(ReadOnlySpan<byte> value, in NodeLimit limit)
    {
        if (limit.IsLarge(value.Length))
            return CreatePlain(value);
        PackEntry entry = new(value);
        QuickListNode node = CreatePack(entry.Length, 1);
        entry.Write(Heap.At(node.Handle)[ListPack.HeaderLength..]);
        return node;
    }

    private QuickListNode CreatePlain(ReadOnlySpan<byte> value)
    {
        QuickListNode node = new() { Handle = Allocate(value.Length), Bytes = value.Length, Count = 1, IsPlain = true };
        value.CopyTo(Heap.At(node.Handle));
        return node;
    }

    /// <summary>A node with a pack whose entries are still to be written.</summary>
    private QuickListNode CreatePack(int entryBytes, int count)
    {
        int length = ListPack.EmptyLength + entryBytes;
        QuickListNode node = new() { Handle = Allocate(length), Bytes = length, Count = count };
        Span<byte> pack = Heap.At(node.Handle);
        ListPack.Initialise(pack);
        ListPack.SetLength(pack, length);
        ListPack.ChangeCount(pack, count);
        pack[length - 1] = ListPack.End;
        return node;
    }

    private void InsertNode(int index, in QuickListNode node)
    {
        _count += node.Count;
        _nodes.Insert(index, node);
        CountTableBytes();
    }

    private void RemoveNode(int index)
    {
        ref QuickListNode node = ref _nodes[index];
        _count -= node.Count;
        Free(node.Handle);
        _nodes.RemoveAt(index);
        CountTableBytes();
    }
}
