namespace Engine.Server.DataTypes.Streams;

/// <summary>
/// A stream: entries in the order of their ids, in nodes as <see cref="EntryNode"/> has them, and groups of consumers.
/// Nodes begin and end where Redis's do. Values that are handed in must not lie in the stream.
/// </summary>
internal sealed partial class StreamValue : LargeValue
{
    /// <summary>What the object takes, with the tree of its nodes.</summary>
    private const int ObjectBytes = 160;

    private readonly IdTree<uint> _nodes;
    private long _groupBytes;

    public StreamValue(ValueStore store)
        : base(store)
    {
        _nodes = new IdTree<uint>(this);
        CountTableBytes();
    }

    /// <summary>
    /// What there is to free, counted as Redis estimates it: a stream of many entries may be one block.
    /// </summary>
    public override long Count
    {
        get
        {
            const int FewNodes = 64;
            long nodes = _nodes.Count > FewNodes ? _nodes.Count : RadixTreeSize.Of(_nodes);
            return nodes + (Groups.Count > 0 ? Groups.Count * (1 + Groups[0].Pending.Count) : 0);
        }
    }

    /// <summary>Entries that are not deleted.</summary>
    public long Length { get; private set; }

    /// <summary>The greatest id that an entry has had, or was said to have had.</summary>
    public StreamId LastId { get; set; }

    /// <summary>The id of the first entry; zero when there is none.</summary>
    public StreamId FirstId { get; set; }

    /// <summary>The greatest id of an entry that was deleted by its id.</summary>
    public StreamId LastDeletedId { get; set; }

    /// <summary>Entries that have ever been added.</summary>
    public long EntriesAdded { get; set; }

    /// <summary>Blocks with lists packs, by the id of the first entry of each.</summary>
    public IdTree<uint> Nodes => _nodes;

    public SortedNames<ConsumerGroup> Groups { get; } = new();

    protected override long TableBytes => ObjectBytes + _groupBytes;

    /// <summary>Whether an entry has this id.</summary>
    public bool Contains(StreamId id) => new StreamCursor(this, id, id).MoveNext();

    /// <summary>
    /// The id of the last entry, which may be less than <see cref="LastId"/>; false when there is none.
    /// </summary>
    public bool TryGetLastEntryId(out StreamId id)
    {
        var cursor = new StreamCursor(this, StreamId.Zero, StreamId.Largest, backward: true);
        bool isThere = cursor.MoveNext();
        id = isThere ? cursor.Current.Id : default;
        return isThere;
    }

    /// <summary>
    /// The id of the first entry that still takes room, deleted or not; the largest when there is none.
    /// </summary>
    public StreamId FirstHeldId() =>
        _nodes.TryFindFrom(StreamId.Zero, out StreamId first, out _) ? first : StreamId.Largest;

    public override LargeValue Copy()
    {
        var copy = new StreamValue(Store)
        {
            Length = Length, LastId = LastId, FirstId = FirstId, LastDeletedId = LastDeletedId,
            EntriesAdded = EntriesAdded,
        };
        bool isThere = _nodes.TryFindFrom(StreamId.Zero, out StreamId first, out uint node);
        for (; isThere; isThere = _nodes.TryFindAfter(first, out first, out node))
            copy.AddNode(first, Heap.At(node));
        foreach (ConsumerGroup group in Groups)
            group.CopyTo(copy);
        return copy;
    }

    public override bool Release(int blocks)
    {
        for (; blocks > 0 && _nodes.TryRemoveLast(out uint node); blocks--)
            Free(node);
        while (blocks > 0 && Groups.Count > 0)
        {
            if (Groups[^1].Release(ref blocks))
                return true;
            Groups.RemoveAt(Groups.Count - 1);
        }
        return _nodes.Count > 0 || Groups.Count > 0;
    }
}
