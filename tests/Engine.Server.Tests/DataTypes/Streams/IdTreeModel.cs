using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Streams;
using Engine.Server.Memory;

namespace Engine.Server.Tests.DataTypes.Streams;

/// <summary>A tree of ids and, beside it, the simplest thing that does the same.</summary>
internal sealed class IdTreeModel
{
    private readonly ValueStore _store = new(new PageHeap(), new EncodingLimits(), hashSeed: 5, new Random(5));
    private readonly SortedList<StreamId, PendingEntry> _model = [];
    private readonly IdTree<PendingEntry> _tree;

    public IdTreeModel() => _tree = new IdTree<PendingEntry>(new StreamValue(_store));

    public int Count => _model.Count;

    public long HeapBytes => _store.Heap.UsedBytes;

    /// <summary>Adds an id or, when it is there, gives it another value.</summary>
    public void Set(StreamId id, long value)
    {
        var entry = new PendingEntry { DeliveredAt = value, Deliveries = -value, Consumer = (uint)value };
        bool isNew = _model.TryAdd(id, entry);
        Assert.Equal(isNew, _tree.TryAdd(id, entry));
        if (isNew)
            return;
        _model[id] = entry;
        _tree.Set(id, entry);
    }

    public void Remove(StreamId id)
    {
        bool isThere = _model.Remove(id, out PendingEntry expected);
        Assert.Equal(isThere, _tree.TryRemove(id, out PendingEntry removed));
        Assert.Equal(expected, removed);
    }

    public void RemoveAt(int index) => Remove(_model.GetKeyAtIndex(index));

    public void RemoveLast()
    {
        Assert.True(_tree.TryRemoveLast(out PendingEntry removed));
        Assert.Equal(_model.GetValueAtIndex(Count - 1), removed);
        _model.RemoveAt(Count - 1);
    }

    /// <summary>Finds an id, or its neighbours, in every way.</summary>
    public void CheckAround(StreamId id)
    {
        Assert.Equal(_model.TryGetValue(id, out PendingEntry value), _tree.TryFind(id, out PendingEntry found));
        Assert.Equal(value, found);
        Check(_tree.TryFindFrom(id, out StreamId key, out found), key, found, IndexFrom(id));
        Check(_tree.TryFindAfter(id, out key, out found), key, found, IndexFrom(id) + (_model.ContainsKey(id) ? 1 : 0));
        Check(_tree.TryFindBefore(id, out key, out found), key, found, IndexFrom(id) - 1);
        int upTo = _model.ContainsKey(id) ? IndexFrom(id) : IndexFrom(id) - 1;
        Check(_tree.TryFindUpTo(id, out key, out found), key, found, upTo);
    }

    /// <summary>All ids, forward and backward, and the last one.</summary>
    public void CheckAll()
    {
        Assert.Equal(Count, _tree.Count);
        bool isThere = _tree.TryFindFrom(StreamId.Zero, out StreamId id, out PendingEntry value);
        for (int i = 0; i < Count; i++, isThere = _tree.TryFindAfter(id, out id, out value))
            Check(isThere, id, value, i);
        Assert.False(isThere);

        isThere = _tree.TryFindUpTo(StreamId.Largest, out id, out value);
        for (int i = Count - 1; i >= 0; i--, isThere = _tree.TryFindBefore(id, out id, out value))
            Check(isThere, id, value, i);
        Assert.False(isThere);

        if (Count == 0)
            return;
        Assert.Equal(_model.GetValueAtIndex(Count - 1), _tree.Last(out id));
        Assert.Equal(_model.GetKeyAtIndex(Count - 1), id);
    }

    private void Check(bool isThere, StreamId id, PendingEntry value, int index)
    {
        Assert.Equal(index >= 0 && index < Count, isThere);
        if (isThere)
            Assert.Equal((_model.GetKeyAtIndex(index), _model.GetValueAtIndex(index)), (id, value));
        else
            Assert.Equal(default, (id, value));
    }

    /// <summary>How many ids are less.</summary>
    private int IndexFrom(StreamId id)
    {
        int low = 0;
        for (int high = Count; low < high;)
        {
            int middle = (low + high) / 2;
            if (_model.GetKeyAtIndex(middle) < id)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
