using Engine.Server.DataTypes.Packs;

namespace Engine.Server.DataTypes.Lists;

/// <summary>An element of a list, and the way to those beside it. Void when the list is written to.</summary>
internal ref struct ListCursor
{
    private readonly QuickList? _list;
    private ReadOnlySpan<byte> _contents;
    private bool _isPlain;

    private ListCursor(QuickList list, int node)
    {
        _list = list;
        Node = node;
        _contents = list.Contents(node);
        _isPlain = list.Node(node).IsPlain;
    }

    private ListCursor(ReadOnlySpan<byte> pack) => _contents = pack;

    /// <summary>The index of the element's node.</summary>
    public int Node { get; private set; }

    /// <summary>The element's position in the pack of its node; -1 when the cursor is at no element.</summary>
    public int Position { get; private set; }

    public readonly bool IsAtElement => Position >= 0;

    public readonly PackedElement Current =>
        _isPlain ? new PackedElement(_contents) : ListPack.Read(_contents, Position);

    /// <summary>A cursor in a list that is one pack.</summary>
    /// <param name="pack">The pack.</param>
    /// <param name="position">The element's position, -1 for none.</param>
    public static ListCursor InPack(ReadOnlySpan<byte> pack, int position) => new(pack) { Position = position };

    /// <summary>A cursor at the element at a position of a node.</summary>
    public static ListCursor InNode(QuickList list, int node, int position) => new(list, node) { Position = position };

    /// <summary>
    /// A cursor at the element at an index of a node, counted from its end if negative; at none if there is no such
    /// node.
    /// </summary>
    public static ListCursor AtIndex(QuickList list, int node, int index)
    {
        if ((uint)node >= (uint)list.NodeCount)
            return InPack([], -1);
        ListCursor cursor = new(list, node);
        cursor.Enter(node, index);
        return cursor;
    }

    /// <summary>Moves to the next element, or to the one before when going backwards.</summary>
    public void Move(bool backwards)
    {
        if (backwards)
            MovePrevious();
        else
            MoveNext();
    }

    public void MoveNext()
    {
        Position = _isPlain ? -1 : ListPack.Next(_contents, Position);
        if (Position < 0 && _list is not null && Node + 1 < _list.NodeCount)
            Enter(Node + 1, 0);
    }

    public void MovePrevious()
    {
        Position = _isPlain ? -1 : ListPack.Previous(_contents, Position);
        if (Position < 0 && _list is not null && Node > 0)
            Enter(Node - 1, -1);
    }

    private void Enter(int node, int index)
    {
        Node = node;
        _contents = _list!.Contents(node);
        _isPlain = _list.Node(node).IsPlain;
        Position = _isPlain ? 0 : ListPack.At(_contents, index);
    }
}
