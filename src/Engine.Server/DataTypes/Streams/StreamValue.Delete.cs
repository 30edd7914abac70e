using Engine.Server.DataTypes.Packs;

namespace Engine.Server.DataTypes.Streams;

internal sealed partial class StreamValue
{
    /// <summary>Deletes an entry by its id; returns false when there is none.</summary>
    public bool Delete(StreamId id)
    {
        var cursor = new StreamCursor(this, id, id);
        if (!cursor.MoveNext())
            return false;
        Length--;
        if (cursor.Node.Live == 1)
        {
            RemoveNode(cursor.NodeId);
        }
        else
        {
            MarkDeleted(cursor.Pack, cursor.Current.Position);
            CountDeleted(cursor.NodeId, 1);
        }

        if (id > LastDeletedId)
            LastDeletedId = id;
        if (id == FirstId)
            FindFirstId();
        return true;
    }

    /// <summary>Deletes entries from the start on; returns how many.</summary>
    public long Trim(in StreamTrim trim)
    {
        long deleted = 0;
        while (_nodes.TryFindFrom(StreamId.Zero, out StreamId first, out uint handle))
        {
            if (trim.IsByLength && Length <= trim.Length)
                break;
            var node = new EntryNode(Heap.At(handle), first);
            int live = node.Live;
            if (trim.Limit > 0 && deleted + live > trim.Limit)
                break;
            if (trim.IsByLength ? Length - live >= trim.Length : node.EntryAt(node.Before(node.End)).Id < trim.LeastId)
            {
                RemoveNode(first);
                Length -= live;
                deleted += live;
                continue;
            }

            if (!trim.IsApproximate)
                deleted += TrimNode(first, trim);
            break;
        }

        if (deleted > 0 || Length == 0)
            FindFirstId();
        return deleted;
    }

    /// <summary>Finds <see cref="FirstId"/> anew.</summary>
    public void FindFirstId()
    {
        var cursor = new StreamCursor(this, StreamId.Zero, StreamId.Largest);
        FirstId = cursor.MoveNext() ? cursor.Current.Id : StreamId.Zero;
    }

    private int TrimNode(StreamId first, in StreamTrim trim)
    {
        _nodes.TryFind(first, out uint handle);
        Span<byte> pack = Heap.At(handle);
        var node = new EntryNode(pack, first);
        int deleted = 0;
        int position = node.EntriesAt;
        while (position < node.End)
        {
            StreamEntry entry = node.EntryAt(position);
            if (trim.IsByLength ? Length - deleted <= trim.Length : entry.Id >= trim.LeastId)
                break;
            position = node.After(entry);
            if (entry.IsDeleted)
                continue;
            MarkDeleted(pack, entry.Position);
            deleted++;
        }

        Length -= deleted;
        CountDeleted(first, deleted);
        return deleted;
    }

    /// <summary>The flags keep their length.</summary>
    private static void MarkDeleted(Span<byte> pack, int position) =>
        new PackEntry(ListPack.Read(pack, position).Integer | EntryNode.IsDeleted).Write(pack[position..]);

    /// <summary>Says in a node's head that so many of its entries were deleted.</summary>
    private void CountDeleted(StreamId first, int count)
    {
        _nodes.TryFind(first, out uint handle);
        var node = new EntryNode(Heap.At(handle), first);
        int live = node.Live - count;
        int deleted = node.Deleted + count;
        uint changed = handle;
        Replace(ref changed, node.DeletedAt, deleted);
        Replace(ref changed, ListPack.HeaderLength, live);
        if (changed != handle)
            _nodes.Set(first, changed);
    }

    private void RemoveNode(StreamId first)
    {
        _nodes.TryRemove(first, out uint handle);
        Free(handle);
    }
}
