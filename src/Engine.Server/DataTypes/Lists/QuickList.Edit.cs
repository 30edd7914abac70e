using Engine.Server.DataTypes.Packs;

namespace Engine.Server.DataTypes.Lists;

/// <summary>Changes elsewhere than at the ends.</summary>
internal sealed partial class QuickList
{
    /// <summary>The node of the element at an index, and the element's index in that node.</summary>
    public (int Node, int Index) Find(long index)
    {
        if (index < _count / 2)
        {
            int node = 0;
            for (; index >= _nodes[node].Count; node++)
                index -= _nodes[node].Count;
            return (node, (int)index);
        }

        int last = _nodes.Count - 1;
        long first = _count - _nodes[last].Count;
        for (; index < first; first -= _nodes[last].Count)
            last--;
        return (last, (int)(index - first));
    }

    /// <summary>Adds a value next to the element at a position of a node.</summary>
    public void Insert(int node, int position, ReadOnlySpan<byte> value, bool after, in NodeLimit limit)
    {
        bool isAtEdge = IsAtEdge(node, position, after);
        int neighbour = after ? node + 1 : node - 1;
        if (limit.Admits(value.Length, _nodes[node]))
            InsertInto(ref _nodes[node], position, value, after);
        else if (!isAtEdge)
            InsertBetween(node, position, value, after, limit);
        else if ((uint)neighbour < (uint)_nodes.Count && limit.Admits(value.Length, _nodes[neighbour]))
            PushTowards(ref _nodes[neighbour], value, atHead: after);
        else
            InsertNode(after ? node + 1 : node, CreateNode(value, limit));
    }

    /// <summary>Puts a value in the place of the element at a position of a node.</summary>
    public void Replace(int node, int position, ReadOnlySpan<byte> value, in NodeLimit limit)
    {
        if (!_nodes[node].IsPlain && !limit.IsLarge(value.Length))
        {
            BeginEdit(ref _nodes[node]).Replace(position, value);
            EndEdit(ref _nodes[node]);
            return;
        }

        Insert(node, position, value, after: true, limit);
        Delete(node, position);
    }

    /// <summary>Takes an element away; returns false when its node, which held nothing else, is gone too.</summary>
    public bool Delete(int node, int position)
    {
        if (_nodes[node].Count == 1)
        {
            RemoveNode(node);
            return false;
        }

        BeginEdit(ref _nodes[node]).Delete(position);
        EndEdit(ref _nodes[node]);
        return true;
    }

    /// <summary>Takes a range of elements away, which must exist.</summary>
    public void DeleteRange(long index, long count)
    {
        if (count == 0)
            return;
        (int node, int first) = Find(index);
        while (count > 0)
        {
            int deleted = (int)Math.Min(count, _nodes[node].Count - first);
            count -= deleted;
            if (deleted == _nodes[node].Count)
            {
                RemoveNode(node);
                continue;
            }

            BeginEdit(ref _nodes[node]).Delete(ListPack.At(Contents(node), first), deleted);
            EndEdit(ref _nodes[node]);
            node++;
            first = 0;
        }
    }

    private bool IsAtEdge(int node, int position, bool after)
    {
        if (_nodes[node].IsPlain)
            return true;
        return after ? ListPack.Next(Contents(node), position) < 0 : position == ListPack.HeaderLength;
    }

    private void InsertInto(ref QuickListNode node, int position, ReadOnlySpan<byte> value, bool after)
    {
        ListPackEditor editor = BeginEdit(ref node);
        if (after)
            editor.InsertAfter(position, value);
        else
            editor.InsertBefore(position, value);
        EndEdit(ref node);
    }

    private void PushTowards(ref QuickListNode node, ReadOnlySpan<byte> value, bool atHead)
    {
        if (atHead)
            Prepend(ref node, value);
        else
            Append(ref node, value);
    }

    /// <summary>
    /// Splits a full node before or after the element at a position. A value that does not stand alone goes to the part
    /// which that element is not in; then what has become small enough is merged.
    /// </summary>
    private void InsertBetween(int node, int position, ReadOnlySpan<byte> value, bool after, in NodeLimit limit)
    {
        int boundary = after ? ListPack.Next(Contents(node), position) : position;
        Split(node, boundary);
        if (limit.IsLarge(value.Length))
        {
            InsertNode(node + 1, CreatePlain(value));
            return;
        }

        PushTowards(ref _nodes[after ? node + 1 : node], value, atHead: after);
        MergeAround(after ? node : node + 1, limit);
    }

    /// <summary>Moves the elements from the one at <paramref name="boundary"/> on to a node of their own.</summary>
    private void Split(int node, int boundary)
    {
        ReadOnlySpan<byte> pack = Contents(node);
        int moved = ListPack.CountFrom(pack, boundary);
        ReadOnlySpan<byte> entries = pack[boundary..^1];
        QuickListNode second = CreatePack(entries.Length, moved);
        entries.CopyTo(Heap.At(second.Handle)[ListPack.HeaderLength..]);
        BeginEdit(ref _nodes[node]).Delete(boundary, moved);
        EndEdit(ref _nodes[node]);
        InsertNode(node + 1, second);
    }

    /// <summary>
    /// Merges neighbours that fit one node: the two before the one in the centre, the two after it, then the centre
    /// with what is before and after it.
    /// </summary>
    private void MergeAround(int centre, in NodeLimit limit)
    {
        if (TryMerge(centre - 2, limit))
            centre--;
        TryMerge(centre + 1, limit);
        if (TryMerge(centre - 1, limit))
            centre--;
        TryMerge(centre, limit);
    }

    /// <summary>Merges a node with the one after it, if there are such and they fit one.</summary>
    private bool TryMerge(int node, in NodeLimit limit)
    {
        if (node < 0 || node + 1 >= _nodes.Count || !limit.AllowsMerge(_nodes[node], _nodes[node + 1]))
            return false;
        BeginEdit(ref _nodes[node]).AppendAll(Contents(node + 1));
        EndEdit(ref _nodes[node]);
        RemoveNode(node + 1);
        return true;
    }

    /// <summary>An editor of a node's pack, which is moved to the start of its block for it.</summary>
    private ListPackEditor BeginEdit(ref QuickListNode node)
    {
        if (node.Start > 0)
        {
            Span<byte> block = Heap.At(node.Handle);
            block.Slice(node.Start, node.Bytes).CopyTo(block);
            node.Start = 0;
        }
        BlockBytes -= Heap.Capacity(node.Handle);
        return new ListPackEditor(Heap, ref node.Handle);
    }

    private void EndEdit(ref QuickListNode node)
    {
        BlockBytes += Heap.Capacity(node.Handle);
        ReadOnlySpan<byte> pack = Heap.At(node.Handle);
        int count = ListPack.Count(pack);
        _count += count - node.Count;
        node.Count = count;
        node.Bytes = ListPack.Length(pack);
    }
}
