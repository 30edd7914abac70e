using Engine.Server.DataTypes.Packs;

namespace Engine.Server.DataTypes.Lists;

/// <summary>
/// A list: one pack as long as a node holds it all, else a <see cref="QuickList"/>. Values that are handed in must not
/// lie in the list.
/// </summary>
internal readonly ref struct ListValue
{
    private readonly ValueSlot _slot;

    public ListValue(ValueSlot slot) => _slot = slot;

    public long Count => IsCompact ? ListPack.Count(_slot.Block) : Large.Count;

    /// <summary>The nodes that the list stands in, or would in Redis.</summary>
    public int NodeCount => IsCompact ? 1 : Large.NodeCount;

    private bool IsCompact => _slot.Encoding == ValueEncoding.ListPack;

    private QuickList Large => _slot.Large<QuickList>();

    private ListPackEditor Editor => new(_slot.Heap, ref _slot.Word);

    private NodeLimit Limit => new(_slot.Limits);

    /// <summary>The element at an index, counted from the end if negative.</summary>
    public ListCursor At(long index)
    {
        if (IsCompact)
            return ListCursor.InPack(_slot.Block, ListPack.At(_slot.Block, index));
        QuickList list = Large;
        if (index < 0)
            index += list.Count;
        if (index < 0 || index >= list.Count)
            return ListCursor.AtIndex(list, -1, 0);
        (int node, int indexInNode) = list.Find(index);
        return ListCursor.AtIndex(list, node, indexInNode);
    }

    public QuickListNode Node(int index)
    {
        if (!IsCompact)
            return Large.Node(index);
        ReadOnlySpan<byte> pack = _slot.Block;
        return new QuickListNode
        {
            Handle = _slot.Word, Bytes = ListPack.Length(pack), Count = ListPack.Count(pack),
        };
    }

    /// <summary>The pack or the plain bytes of a node.</summary>
    public ReadOnlySpan<byte> Contents(int index)
    {
        if (!IsCompact)
            return Large.Contents(index);
        ReadOnlySpan<byte> pack = _slot.Block;
        return pack[..ListPack.Length(pack)];
    }

    public void Push(ReadOnlySpan<byte> value, bool atHead)
    {
        NodeLimit limit = Limit;
        if (IsCompact)
        {
            ReadOnlySpan<byte> pack = _slot.Block;
            int count = ListPack.Count(pack);
            bool isFirst = count == 0 && !limit.IsLarge(value.Length);
            if (isFirst || limit.Admits(value.Length, ListPack.Length(pack), count))
            {
                if (atHead)
                    Editor.Prepend(value);
                else
                    Editor.Append(value);
                return;
            }
            Expand();
        }

        if (atHead)
            Large.PushHead(value, limit);
        else
            Large.PushTail(value, limit);
    }

    /// <summary>Takes the first or the last element away; there must be one.</summary>
    public void Pop(bool fromHead)
    {
        if (IsCompact)
        {
            ReadOnlySpan<byte> pack = _slot.Block;
            Editor.Delete(fromHead ? ListPack.HeaderLength : ListPack.Last(pack));
            return;
        }

        if (fromHead)
            Large.RemoveHead();
        else
            Large.RemoveTail();
        Contract();
    }

    /// <summary>Adds a value before or after the element that a cursor is at.</summary>
    public void Insert(scoped in ListCursor cursor, ReadOnlySpan<byte> value, bool after)
    {
        NodeLimit limit = Limit;
        if (IsCompact)
        {
            ReadOnlySpan<byte> pack = _slot.Block;
            if (limit.Admits(value.Length, ListPack.Length(pack), ListPack.Count(pack)))
            {
                if (after)
                    Editor.InsertAfter(cursor.Position, value);
                else
                    Editor.InsertBefore(cursor.Position, value);
                return;
            }
            Expand();
        }
        Large.Insert(cursor.Node, cursor.Position, value, after, limit);
    }

    /// <summary>Puts a value in the place of the element that a cursor is at.</summary>
    public void Replace(scoped in ListCursor cursor, ReadOnlySpan<byte> value)
    {
        NodeLimit limit = Limit;
        if (IsCompact)
        {
            if (!limit.IsLarge(value.Length))
            {
                Editor.Replace(cursor.Position, value);
                return;
            }
            Expand();
        }
        Large.Replace(cursor.Node, cursor.Position, value, limit);
        Contract();
    }

    /// <summary>
    /// Takes away elements that equal a value; returns how many went.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <param name="count">How many: the first ones, the last ones if negative, all if 0.</param>
    public long Remove(ReadOnlySpan<byte> value, long count)
    {
        bool backwards = count < 0;
        long wanted = count is 0 or long.MinValue ? long.MaxValue : Math.Abs(count);
        long removed = 0;
        SoughtElement sought = new(value);
        ListCursor cursor = At(backwards ? -1 : 0);
        while (cursor.IsAtElement && removed < wanted)
        {
            if (sought.Matches(cursor.Current))
            {
                cursor = Delete(cursor, backwards);
                removed++;
            }
            else
            {
                cursor.Move(backwards);
            }
        }
        Contract();
        return removed;
    }

    /// <summary>Keeps so many elements from an index on, which must exist, and takes all others away.</summary>
    public void Trim(long index, long count)
    {
        long behind = Count - index - count;
        if (IsCompact)
        {
            if (behind > 0)
                Editor.Delete(ListPack.At(_slot.Block, index + count), int.MaxValue);
            if (index > 0)
                Editor.Delete(ListPack.HeaderLength, (int)index);
            return;
        }

        Large.DeleteRange(0, index);
        Large.DeleteRange(count, behind);
        Contract();
    }

    /// <summary>Takes an element away; the result is at the one that comes next in the direction.</summary>
    private ListCursor Delete(scoped in ListCursor cursor, bool backwards)
    {
        int node = cursor.Node;
        int position = cursor.Position;
        if (IsCompact)
        {
            int before = backwards ? ListPack.Previous(_slot.Block, position) : -1;
            int after = Editor.Delete(position);
            return ListCursor.InPack(_slot.Block, backwards ? before : after);
        }

        QuickList list = Large;
        if (backwards)
        {
            int before = list.Node(node).IsPlain ? -1 : ListPack.Previous(list.Contents(node), position);
            list.Delete(node, position);
            return before < 0 ? ListCursor.AtIndex(list, node - 1, -1) : ListCursor.InNode(list, node, before);
        }
        if (!list.Delete(node, position))
            return ListCursor.AtIndex(list, node, 0);
        return list.Contents(node)[position] == ListPack.End
            ? ListCursor.AtIndex(list, node + 1, 0)
            : ListCursor.InNode(list, node, position);
    }

    /// <summary>The list no longer fits one node.</summary>
    private void Expand()
    {
        QuickList list = new(_slot.Store);
        if (ListPack.First(_slot.Block) >= 0)
            list.AppendPack(_slot.Block);
        _slot.BecomeLarge(list, ValueEncoding.QuickList);
    }

    /// <summary>
    /// Leaves the object when one node is left that may still double: a list that sways about the limit does not become
    /// one and the other each time.
    /// </summary>
    private void Contract()
    {
        if (IsCompact)
            return;
        QuickList list = Large;
        if (list.NodeCount != 1 || !Limit.AllowsMerge(list.Node(0), list.Node(0)))
            return;
        uint block = ListPackEditor.Create(_slot.Heap, list.Contents(0));
        _slot.BecomeCompact(block, ValueEncoding.ListPack);
    }
}
