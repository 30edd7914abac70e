namespace Engine.Server.DataTypes.SortedSets;

internal sealed partial class CountedTree
{
    /// <summary>Adds a record whose member is not in the tree.</summary>
    public void Add(uint record)
    {
        TreePath path = default;
        TreeBound place = BoundBehind(record);
        uint node = Descend(place, ref path);
        for (int level = _height; level > 0; level--)
            BranchAt(path[level].Branch).Sizes[path[level].Index]++;
        Count++;

        ref TreeLeaf leaf = ref LeafAt(node);
        int index = CountBefore(leaf.Members, place);
        if (leaf.Count < TreeLeaf.Capacity)
            leaf.Insert(index, record);
        else
            SplitLeaf(node, index, record, ref path);
        if (index == 0)
            SetFirst(path, record);
    }

    /// <summary>
    /// A member became the first below the path's leaf: says so in the branches that hold the first below each child.
    /// </summary>
    private void SetFirst(in TreePath path, uint record)
    {
        double score = ScoreOf(record);
        for (int level = 1; level <= _height; level++)
        {
            (uint node, int index) = path[level];
            ref TreeBranch branch = ref BranchAt(node);
            branch.Scores[index] = score;
            branch.Members[index] = record;
            if (index > 0)
                return;
        }
    }

    private void SplitLeaf(uint node, int index, uint record, ref TreePath path)
    {
        ref TreeLeaf leaf = ref LeafAt(node);
        uint nextNode = NewLeaf();
        ref TreeLeaf next = ref LeafAt(nextNode);
        LinkAfter(node, ref leaf, nextNode, ref next);
        bool atEnd = next.Next == 0 && index == leaf.Count;
        bool atStart = leaf.Previous == 0 && index == 0;
        int kept = SizeToKeep(leaf.Count, atStart, atEnd);
        leaf.MoveLastTo(ref next, leaf.Count - kept);
        if (index <= kept)
            leaf.Insert(index, record);
        else
            next.Insert(index - kept, record);
        AddChild(ref path, 1, LeafChild(nextNode), atEnd);
    }

    /// <summary>
    /// Half; but members that come in ascending or descending order leave nodes behind that are full but for one place,
    /// since what goes on comes at the end. Two of anything is the least that a node must have.
    /// </summary>
    private static int SizeToKeep(int count, bool atStart, bool atEnd)
    {
        if (atEnd)
            return count - 1;
        return atStart ? 1 : count / 2;
    }

    private void LinkAfter(uint node, ref TreeLeaf leaf, uint nextNode, ref TreeLeaf next)
    {
        next.Previous = node;
        next.Next = leaf.Next;
        leaf.Next = nextNode;
        if (next.Next != 0)
            LeafAt(next.Next).Previous = nextNode;
        else
            _lastLeaf = nextNode;
    }

    /// <summary>The path's node below a level was split, and this is what was split off.</summary>
    private void AddChild(ref TreePath path, int level, in TreeChild child, bool atEnd)
    {
        if (level > _height)
            AddRoot(ref path);
        (uint node, int index) = path[level];
        ref TreeBranch branch = ref BranchAt(node);
        branch.Sizes[index] -= (uint)child.Size;
        index++;
        if (branch.Count < TreeBranch.Capacity)
        {
            branch.Insert(index, child);
            return;
        }

        uint nextNode = NewBranch();
        ref TreeBranch next = ref BranchAt(nextNode);
        int kept = SizeToKeep(branch.Count, atStart: false, atEnd);
        branch.MoveLastTo(ref next, branch.Count - kept);
        if (index <= kept)
            branch.Insert(index, child);
        else
            next.Insert(index - kept, child);
        AddChild(ref path, level + 1, BranchChild(nextNode), atEnd);
    }

    /// <summary>Puts a branch above the root, which the path then leads through.</summary>
    private void AddRoot(ref TreePath path)
    {
        uint node = NewBranch();
        TreeChild root = _height == 0 ? LeafChild(_root) : BranchChild(_root);
        BranchAt(node).Insert(0, root with { Size = Count });
        _root = node;
        _height++;
        path[_height] = new TreeStep(node, 0);
    }

    private TreeChild LeafChild(uint node)
    {
        ref TreeLeaf leaf = ref LeafAt(node);
        return new TreeChild(node, leaf.Count, ScoreOf(leaf.Members[0]), leaf.Members[0]);
    }

    private TreeChild BranchChild(uint node)
    {
        ref TreeBranch branch = ref BranchAt(node);
        return new TreeChild(node, branch.Total, branch.Scores[0], branch.Members[0]);
    }
}
