namespace Engine.Server.DataTypes.SortedSets;

internal sealed partial class CountedTree
{
    /// <summary>Adds a record whose member is not in the tree.</summary>
    public void Add(double score, uint member)
    {
        TreePath path = default;
        ReadOnlySpan<byte> bytes = MemberOf(member);
        uint node = Descend(score, bytes, ref path);
        for (int level = _height; level > 0; level--)
            BranchAt(path[level].Branch).Sizes[path[level].Index]++;
        Count++;

        ref TreeLeaf leaf = ref LeafAt(node);
        int index = IndexFor(ref leaf, score, bytes);
        if (leaf.Count < TreeLeaf.Capacity)
            leaf.Insert(index, score, member);
        else
            SplitLeaf(node, index, score, member, ref path);
        if (index == 0)
            SetFirst(path, score, member);
    }

    /// <summary>Where in a leaf a member belongs that is not there.</summary>
    private int IndexFor(ref TreeLeaf leaf, double score, ReadOnlySpan<byte> member)
    {
        ReadOnlySpan<double> scores = leaf.Scores;
        int index = NodeSlots.CountBelow(scores, score);
        if (index == scores.Length || scores[index] != score)
            return index;
        int equal = NodeSlots.CountUpTo(scores[index..], score);
        return index + CountBelow(leaf.Members.Slice(index, equal), member, orEqual: false);
    }

    /// <summary>
    /// A member became the first below the path's leaf: says so in the branches that hold the first below each child.
    /// </summary>
    private void SetFirst(in TreePath path, double score, uint member)
    {
        for (int level = 1; level <= _height; level++)
        {
            (uint node, int index) = path[level];
            ref TreeBranch branch = ref BranchAt(node);
            branch.Scores[index] = score;
            branch.Members[index] = member;
            if (index > 0)
                return;
        }
    }

    private void SplitLeaf(uint node, int index, double score, uint member, ref TreePath path)
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
            leaf.Insert(index, score, member);
        else
            next.Insert(index - kept, score, member);
        AddChild(ref path, 1, new TreeChild(nextNode, next.Count, next.Scores[0], next.Members[0]), atEnd);
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
        AddChild(ref path, level + 1, new TreeChild(nextNode, next.Total, next.Scores[0], next.Members[0]), atEnd);
    }

    /// <summary>Puts a branch above the root, which the path then leads through.</summary>
    private void AddRoot(ref TreePath path)
    {
        uint node = NewBranch();
        (double score, uint member) = _height == 0
            ? (LeafAt(_root).Scores[0], LeafAt(_root).Members[0])
            : (BranchAt(_root).Scores[0], BranchAt(_root).Members[0]);
        BranchAt(node).Insert(0, new TreeChild(_root, Count, score, member));
        _root = node;
        _height++;
        path[_height] = new TreeStep(node, 0);
    }
}
