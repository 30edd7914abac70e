using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Engine.Server.Memory;

namespace Engine.Server.DataTypes.SortedSets;

/// <summary>
/// Members in order of their score, those with equal scores in order of their bytes: a B+ tree whose branches count
/// the members below each child, so that finding a rank, or what stands at one, costs as much as finding a member.
/// Its nodes are blocks of the heap. It holds handles of <see cref="MemberRecord"/>s, which belong to the caller.
/// </summary>
internal sealed partial class CountedTree
{
    private readonly LargeValue _owner;
    private readonly PageHeap _heap;
    private uint _root;
    private uint _lastLeaf;

    /// <summary>The leaves are at level 0, the root at this one.</summary>
    private int _height;

    /// <summary>An empty tree, whose nodes count as blocks of <paramref name="owner"/>.</summary>
    public CountedTree(LargeValue owner)
    {
        _owner = owner;
        _heap = owner.Heap;
        _root = NewLeaf();
        _lastLeaf = _root;
    }

    public int Count { get; private set; }

    /// <summary>How many members stand before a place.</summary>
    public int CountBefore(in TreeBound place)
    {
        uint node = _root;
        int count = 0;
        for (int level = _height; level > 0; level--)
        {
            ref TreeBranch branch = ref BranchAt(node);
            int index = ChildBefore(ref branch, place);
            count += NodeSlots.Sum(branch.Sizes[..index]);
            node = branch.Children[index];
        }
        return count + CountBefore(LeafAt(node).Members, place);
    }

    /// <summary>The place of the member before which <paramref name="rank"/> others stand.</summary>
    public TreePosition PositionOf(int rank)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)rank, (uint)Count, nameof(rank));
        if (rank == Count - 1)
            return new TreePosition(_lastLeaf, LeafAt(_lastLeaf).Count - 1);
        TreePath path = default;
        return Descend(rank, ref path);
    }

    /// <summary>The place after or before this one, which must not be the last or the first.</summary>
    public TreePosition Neighbour(TreePosition position, bool backward)
    {
        ref TreeLeaf leaf = ref LeafAt(position.Leaf);
        if (!backward)
        {
            return position.Index + 1 < leaf.Count
                ? new TreePosition(position.Leaf, position.Index + 1)
                : new TreePosition(leaf.Next, 0);
        }
        return position.Index > 0
            ? new TreePosition(position.Leaf, position.Index - 1)
            : new TreePosition(leaf.Previous, LeafAt(leaf.Previous).Count - 1);
    }

    /// <summary>
    /// Finds the place of the first member that is not before a bound. Returns false when there is none.
    /// </summary>
    public bool TryFindFrom(in TreeBound bound, out TreePosition position)
    {
        uint node = _root;
        for (int level = _height; level > 0; level--)
        {
            ref TreeBranch branch = ref BranchAt(node);
            node = branch.Children[ChildBefore(ref branch, bound)];
        }

        ref TreeLeaf leaf = ref LeafAt(node);
        int index = CountBefore(leaf.Members, bound);
        position = index < leaf.Count ? new TreePosition(node, index) : new TreePosition(leaf.Next, 0);
        return position.Leaf != 0;
    }

    /// <summary>Some records in their order, from a place on.</summary>
    /// <param name="position">The place of the first.</param>
    /// <param name="next">The place behind the last; its leaf is 0 at the end.</param>
    public ReadOnlySpan<uint> RunFrom(TreePosition position, out TreePosition next)
    {
        ref TreeLeaf leaf = ref LeafAt(position.Leaf);
        next = new TreePosition(leaf.Next, 0);
        return leaf.Members[position.Index..];
    }

    /// <summary>The record at a place.</summary>
    public uint At(TreePosition position) => LeafAt(position.Leaf).Members[position.Index];

    /// <summary>
    /// Gives back up to <paramref name="blocks"/> blocks, nodes and records, from the end. Returns false when none are
    /// left; the tree is of no use from the first call on.
    /// </summary>
    public bool Release(int blocks)
    {
        if (_root != 0 && TryRelease(_root, _height, ref blocks))
            _root = 0;
        return _root != 0;
    }

    private bool TryRelease(uint node, int level, ref int blocks)
    {
        if (level == 0)
        {
            ref TreeLeaf leaf = ref LeafAt(node);
            for (; leaf.Count > 0 && blocks > 0; leaf.Count--, blocks--)
                _owner.Free(leaf.Members[^1]);
        }
        else
        {
            ref TreeBranch branch = ref BranchAt(node);
            while (branch.Count > 0 && TryRelease(branch.Children[^1], level - 1, ref blocks))
                branch.Count--;
        }
        if (blocks == 0)
            return false;
        blocks--;
        _owner.Free(node);
        return true;
    }

    /// <summary>The last child that has a member before the place, or the first.</summary>
    private int ChildBefore(ref TreeBranch branch, in TreeBound place)
    {
        ReadOnlySpan<double> scores = branch.Scores;
        ReadOnlySpan<uint> members = branch.Members;
        int low = 1;
        for (int high = members.Length; low < high;)
        {
            int middle = (low + high) >>> 1;
            if (place.IsBehind(scores[middle], _heap, members[middle]))
                low = middle + 1;
            else
                high = middle;
        }
        return low - 1;
    }

    /// <summary>How many of a leaf's members stand before the place.</summary>
    private int CountBefore(ReadOnlySpan<uint> members, in TreeBound place)
    {
        int low = 0;
        for (int high = members.Length; low < high;)
        {
            int middle = (low + high) >>> 1;
            if (place.IsBehind(ScoreOf(members[middle]), _heap, members[middle]))
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    /// <summary>The leaf in which a place is, and the way there.</summary>
    private uint Descend(in TreeBound place, ref TreePath path)
    {
        uint node = _root;
        for (int level = _height; level > 0; level--)
        {
            ref TreeBranch branch = ref BranchAt(node);
            int index = ChildBefore(ref branch, place);
            path[level] = new TreeStep(node, index);
            node = branch.Children[index];
        }
        return node;
    }

    /// <summary>The place of the member at a rank, and the way there.</summary>
    private TreePosition Descend(int rank, ref TreePath path)
    {
        uint node = _root;
        for (int level = _height; level > 0; level--)
        {
            ref TreeBranch branch = ref BranchAt(node);
            int index = 0;
            for (Span<uint> sizes = branch.Sizes; rank >= sizes[index]; index++)
                rank -= (int)sizes[index];
            path[level] = new TreeStep(node, index);
            node = branch.Children[index];
        }
        return new TreePosition(node, rank);
    }

    private TreeBound BoundBehind(uint record)
    {
        ReadOnlySpan<byte> bytes = _heap.At(record);
        return TreeBound.At(MemberRecord.ScoreOf(bytes), MemberRecord.MemberOf(bytes), isBehind: true);
    }

    private double ScoreOf(uint record) => MemberRecord.ScoreOf(_heap.At(record));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref TreeLeaf LeafAt(uint node) => ref MemoryMarshal.AsRef<TreeLeaf>(_heap.At(node));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref TreeBranch BranchAt(uint node) => ref MemoryMarshal.AsRef<TreeBranch>(_heap.At(node));

    private uint NewLeaf()
    {
        uint node = _owner.Allocate(Unsafe.SizeOf<TreeLeaf>());
        ref TreeLeaf leaf = ref LeafAt(node);
        leaf.Count = 0;
        leaf.Previous = leaf.Next = 0;
        return node;
    }

    private uint NewBranch()
    {
        uint node = _owner.Allocate(Unsafe.SizeOf<TreeBranch>());
        BranchAt(node).Count = 0;
        return node;
    }
}
