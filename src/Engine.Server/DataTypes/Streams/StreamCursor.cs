namespace Engine.Server.DataTypes.Streams;

/// <summary>
/// Goes over the entries of a stream whose ids lie in a range, both ends included, forward or backward. The stream must
/// not change meanwhile. A copy goes on by itself from where it was made.
/// </summary>
internal ref struct StreamCursor
{
    private readonly StreamValue _stream;
    private readonly StreamId _least;
    private readonly StreamId _greatest;
    private readonly bool _backward;
    private bool _hasNode;

    /// <summary>Forward where the next entry begins, backward where the last one began.</summary>
    private int _position;
    private int _entriesAt;

    public StreamCursor(StreamValue stream, StreamId least, StreamId greatest, bool backward = false)
    {
        _stream = stream;
        _least = least;
        _greatest = greatest;
        _backward = backward;
        bool isThere = stream.Nodes.TryFindUpTo(backward ? greatest : least, out StreamId id, out uint handle)
            || (!backward && stream.Nodes.TryFindFrom(least, out id, out handle));
        Enter(isThere, id, handle);
    }

    /// <summary>The entry to which the last <see cref="MoveNext"/> came.</summary>
    public StreamEntry Current { get; private set; }

    public EntryNode Node { get; private set; }

    /// <summary>The id of the node's first entry.</summary>
    public StreamId NodeId { get; private set; }

    /// <summary>The pack of the current entry's node, to be changed by the stream only.</summary>
    public Span<byte> Pack { get; private set; }

    public readonly FieldCursor Fields => new(Pack, Current);

    /// <summary>Goes to the next entry; returns false when there is none.</summary>
    public bool MoveNext()
    {
        while (_hasNode)
        {
            if (_position == (_backward ? _entriesAt : Node.End))
            {
                EnterNext();
                continue;
            }

            if (_backward)
                _position = Node.Before(_position);
            Current = Node.EntryAt(_position);
            if (!_backward)
                _position = Node.After(Current);

            // Only entries that are not deleted are in order: XSETID may let ids begin again below those that are.
            if (Current.IsDeleted)
                continue;
            if (_backward ? Current.Id < _least : Current.Id > _greatest)
                break;
            if (Current.Id >= _least && Current.Id <= _greatest)
                return true;
        }

        _hasNode = false;
        return false;
    }

    /// <summary>How many entries lie ahead, at most <paramref name="limit"/>.</summary>
    public readonly long CountAhead(long limit)
    {
        StreamCursor ahead = this;
        long count = 0;
        while (count < limit && ahead.MoveNext())
            count++;
        return count;
    }

    private void EnterNext()
    {
        StreamId id;
        uint handle;
        bool isThere = _backward
            ? _stream.Nodes.TryFindBefore(NodeId, out id, out handle)
            : _stream.Nodes.TryFindAfter(NodeId, out id, out handle);
        Enter(isThere, id, handle);
    }

    private void Enter(bool isThere, StreamId id, uint handle)
    {
        _hasNode = isThere;
        if (!isThere)
            return;
        NodeId = id;
        Pack = _stream.Heap.At(handle);
        Node = new EntryNode(Pack, id);
        _entriesAt = Node.EntriesAt;
        _position = _backward ? Node.End : _entriesAt;
    }
}
