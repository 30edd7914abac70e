namespace Engine.Server.DataTypes.Streams;

internal sealed partial class IdTree<T>
{
    /// <summary>Adds an id; returns false, having done nothing, when it is there.</summary>
    public bool TryAdd(StreamId id, T value)
    {
        if (_root == 0)
            _root = Create<T>(pairs: 1);
        if (!TryAdd(ref _root, _height, id, value, out Sibling split))
            return false;
        if (split.Node != 0)
            AddRoot(split);
        Count++;
        return true;
    }

    /// <summary>Removes an id; returns false when it is not there.</summary>
    public bool TryRemove(StreamId id, out T value)
    {
        value = default;
        if (_root == 0 || !TryRemove(ref _root, _height, id, out value))
            return false;
        Count--;
        if (_root == 0)
            _height = 0;
        while (_height > 0 && Branch(_root).Count == 1)
        {
            uint child = Branch(_root).Values[0];
            owner.Free(_root);
            _root = child;
            _height--;
        }
        return true;
    }

    /// <inheritdoc cref="TryRemove(StreamId, out T)"/>
    public bool TryRemove(StreamId id) => TryRemove(id, out _);

    /// <summary>Removes the greatest id; returns false when there is none.</summary>
    public bool TryRemoveLast(out T value)
    {
        value = default;
        return TryFindUpTo(StreamId.Largest, out StreamId last, out _) && TryRemove(last, out value);
    }

    private bool TryAdd(ref uint node, int level, StreamId id, T value, out Sibling split)
    {
        split = default;
        if (level == 0)
        {
            IdNode<T> leaf = Leaf(node);
            int index = leaf.CountBelow(id);
            if (index < leaf.Count && leaf.Ids[index] == id)
                return false;
            split = Insert(ref node, index, id, value);
            return true;
        }

        IdNode<uint> branch = Branch(node);
        int child = branch.ChildFor(id);
        if (!TryAdd(ref branch.Values[child], level - 1, id, value, out Sibling added))
            return false;
        if (added.Node != 0)
            split = Insert(ref node, child + 1, added.Least, added.Node);
        return true;
    }

    private bool TryRemove(ref uint node, int level, StreamId id, out T value)
    {
        if (level == 0)
        {
            IdNode<T> leaf = Leaf(node);
            int index = leaf.CountBelow(id);
            bool isThere = index < leaf.Count && leaf.Ids[index] == id;
            value = isThere ? leaf.Values[index] : default;
            if (isThere)
                RemoveAt<T>(ref node, index);
            return isThere;
        }

        IdNode<uint> branch = Branch(node);
        int child = branch.ChildFor(id);
        ref uint below = ref branch.Values[child];
        if (!TryRemove(ref below, level - 1, id, out value))
            return false;
        if (below == 0)
            RemoveAt<uint>(ref node, child);
        return true;
    }

    /// <summary>
    /// Adds a pair to a node, which moves to a larger block if need be. When there is none it is split, and what comes
    /// behind it is returned.
    /// </summary>
    private Sibling Insert<TValue>(ref uint node, int index, StreamId id, TValue value)
        where TValue : unmanaged
    {
        var items = new IdNode<TValue>(Heap, node);
        if (items.Count < items.Capacity)
        {
            items.Insert(index, id, value);
            return default;
        }

        if (items.BlockBytes < MostNodeBytes)
        {
            Move<TValue>(ref node, items.Count + 1);
            new IdNode<TValue>(Heap, node).Insert(index, id, value);
            return default;
        }

        // What comes at the end leaves a full node behind, since what goes on comes at the end, too.
        int kept = index == items.Count ? items.Count : items.Count / 2;
        uint nextNode = Create<TValue>(items.Count - kept + 1);
        var next = new IdNode<TValue>(Heap, nextNode);
        items.MoveTo(next, kept);
        if (index > kept || next.Count == 0)
            next.Insert(index - kept, id, value);
        else
            items.Insert(index, id, value);
        return new Sibling(next.Ids[0], nextNode);
    }

    /// <summary>Removes a pair from a node, which moves to a smaller block or goes, and is 0 then.</summary>
    private void RemoveAt<TValue>(ref uint node, int index)
        where TValue : unmanaged
    {
        var items = new IdNode<TValue>(Heap, node);
        items.RemoveAt(index);
        if (items.Count == 0)
        {
            owner.Free(node);
            node = 0;
        }
        else if (items.Count <= items.Capacity / 4 && items.BlockBytes > LeastNodeBytes)
        {
            Move<TValue>(ref node, 2 * items.Count);
        }
    }

    private void AddRoot(Sibling split)
    {
        uint root = Create<uint>(pairs: 2);
        IdNode<uint> branch = Branch(root);
        branch.Insert(0, StreamId.Zero, _root);
        branch.Insert(1, split.Least, split.Node);
        _root = root;
        _height++;
    }

    /// <summary>Moves a node to a block that has room for so many pairs.</summary>
    private void Move<TValue>(ref uint node, int pairs)
        where TValue : unmanaged
    {
        uint moved = Create<TValue>(pairs);
        new IdNode<TValue>(Heap, node).MoveTo(new IdNode<TValue>(Heap, moved), 0);
        owner.Free(node);
        node = moved;
    }

    private uint Create<TValue>(int pairs)
        where TValue : unmanaged
    {
        int bytes = LeastNodeBytes;
        while (bytes < IdNode<TValue>.BytesFor(pairs))
            bytes *= 2;
        uint node = owner.Allocate(Math.Min(bytes, MostNodeBytes));
        var items = new IdNode<TValue>(Heap, node);
        items.Count = 0;
        return node;
    }

    /// <summary>A node that was split off, and the least id in it; none when its handle is 0.</summary>
    private readonly record struct Sibling(StreamId Least, uint Node);
}
