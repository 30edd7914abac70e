using Engine.Server.Memory;

namespace Engine.Server.DataTypes.Streams;

/// <summary>
/// A map from ids, in their order, to small values: a B+ tree whose nodes are blocks of the heap, no larger than what
/// they hold needs. Ids mostly come at the end and go at the start, so nodes are not joined: one that gets sparse moves
/// to a smaller block, and one that gets empty goes.
/// </summary>
/// <param name="owner">Whose blocks the nodes are.</param>
internal sealed partial class IdTree<T>(LargeValue owner)
    where T : unmanaged
{
    private const int LeastNodeBytes = 64;
    private const int MostNodeBytes = 2048;

    private uint _root;

    /// <summary>The leaves are at level 0, the root at this one.</summary>
    private int _height;

    public long Count { get; private set; }

    private PageHeap Heap => owner.Heap;

    /// <summary>Finds the value of an id.</summary>
    public bool TryFind(StreamId id, out T value)
    {
        if (TryFindFrom(id, out StreamId found, out value) && found == id)
            return true;
        value = default;
        return false;
    }

    /// <summary>Writes another value for an id, which must be there.</summary>
    public void Set(StreamId id, T value) => LeafOf(id, out int index).Values[index] = value;

    /// <summary>Finds the least id that is not below <paramref name="id"/>.</summary>
    public bool TryFindFrom(StreamId id, out StreamId found, out T value)
    {
        found = default;
        value = default;
        if (_root == 0)
            return false;
        uint node = _root;
        uint next = 0;
        int nextLevel = 0;
        for (int level = _height; level > 0; level--)
        {
            IdNode<uint> branch = Branch(node);
            int child = branch.ChildFor(id);
            if (child + 1 < branch.Count)
            {
                next = branch.Values[child + 1];
                nextLevel = level - 1;
            }
            node = branch.Values[child];
        }

        IdNode<T> leaf = Leaf(node);
        int index = leaf.CountBelow(id);
        if (index == leaf.Count)
        {
            if (next == 0)
                return false;
            for (; nextLevel > 0; nextLevel--)
                next = Branch(next).Values[0];
            leaf = Leaf(next);
            index = 0;
        }

        found = leaf.Ids[index];
        value = leaf.Values[index];
        return true;
    }

    /// <summary>Finds the greatest id that is not above <paramref name="id"/>.</summary>
    public bool TryFindUpTo(StreamId id, out StreamId found, out T value)
    {
        found = default;
        value = default;
        if (_root == 0)
            return false;
        uint node = _root;
        uint previous = 0;
        int previousLevel = 0;
        for (int level = _height; level > 0; level--)
        {
            IdNode<uint> branch = Branch(node);
            int child = branch.ChildFor(id);
            if (child > 0)
            {
                previous = branch.Values[child - 1];
                previousLevel = level - 1;
            }
            node = branch.Values[child];
        }

        IdNode<T> leaf = Leaf(node);
        int index = leaf.CountBelow(id);
        if (index == leaf.Count || leaf.Ids[index] != id)
            index--;
        if (index < 0)
        {
            if (previous == 0)
                return false;
            for (; previousLevel > 0; previousLevel--)
                previous = Branch(previous).Values[^1];
            leaf = Leaf(previous);
            index = leaf.Count - 1;
        }

        found = leaf.Ids[index];
        value = leaf.Values[index];
        return true;
    }

    /// <summary>Finds the id after <paramref name="id"/>.</summary>
    public bool TryFindAfter(StreamId id, out StreamId found, out T value)
    {
        found = default;
        value = default;
        return id.TryNext(out StreamId next) && TryFindFrom(next, out found, out value);
    }

    /// <summary>Finds the id before <paramref name="id"/>.</summary>
    public bool TryFindBefore(StreamId id, out StreamId found, out T value)
    {
        found = default;
        value = default;
        return id.TryPrevious(out StreamId previous) && TryFindUpTo(previous, out found, out value);
    }

    /// <summary>Where the value of the greatest id stands, until the tree changes; there must be one.</summary>
    public ref T Last(out StreamId id)
    {
        uint node = _root;
        for (int level = _height; level > 0; level--)
            node = Branch(node).Values[^1];
        IdNode<T> leaf = Leaf(node);
        id = leaf.Ids[^1];
        return ref leaf.Values[^1];
    }

    /// <summary>The leaf in which an id stands, which must be there.</summary>
    private IdNode<T> LeafOf(StreamId id, out int index)
    {
        uint node = _root;
        for (int level = _height; level > 0; level--)
        {
            IdNode<uint> branch = Branch(node);
            node = branch.Values[branch.ChildFor(id)];
        }

        IdNode<T> leaf = Leaf(node);
        index = leaf.CountBelow(id);
        return leaf;
    }

    private IdNode<uint> Branch(uint node) => new(Heap, node);

    private IdNode<T> Leaf(uint node) => new(Heap, node);
}
