namespace Engine.Server.DataTypes.SortedSets;

internal sealed partial class CountedTree
{
    /// <summary>Removes a record, which must be in the tree under this score.</summary>
    public void Remove(double score, uint member)
    {
        TreePath path = default;
        uint node = Descend(score, MemberOf(member), ref path);
        Remove(node, LeafAt(node).Members.IndexOf(member), ref path);
    }

    /// <summary>
    /// Gives a member another score. The record keeps its old one until this returns, and its handle stays.
    /// </summary>
    public void Move(double oldScore, double newScore, uint member)
    {
        TreePath path = default;
        uint node = Descend(oldScore, MemberOf(member), ref path);
        ref TreeLeaf leaf = ref LeafAt(node);
        int index = leaf.Members.IndexOf(member);
        bool isInside = index > 0 && index < leaf.Count - 1;
        if (isInside && leaf.Scores[index - 1] < newScore && newScore < leaf.Scores[index + 1])
        {
            leaf.Scores[index] = newScore;
            return;
        }
        Remove(node, index, ref path);
        Add(newScore, member);
    }

    private void Remove(uint node, int index, ref TreePath path)
    {
        for (int level = _height; level > 0; level--)
            BranchAt(path[level].Branch).Sizes[path[level].Index]--;
        Count--;

        ref TreeLeaf leaf = ref LeafAt(node);
        leaf.RemoveAt(index);
        if (_height == 0)
            return;
        if (index == 0)
            SetFirst(path, leaf.Scores[0], leaf.Members[0]);
        if (leaf.Count < TreeLeaf.FewestMembers)
            FillLeaf(path);
    }

    /// <summary>Joins the path's leaf with a neighbour below the same branch, or shares out their members.</summary>
    private void FillLeaf(in TreePath path)
    {
        ref TreeBranch parent = ref BranchAt(path[1].Branch);
        int right = Math.Max(path[1].Index, 1);
        uint nextNode = parent.Children[right];
        ref TreeLeaf leaf = ref LeafAt(parent.Children[right - 1]);
        ref TreeLeaf next = ref LeafAt(nextNode);
        int total = leaf.Count + next.Count;
        if (total <= TreeLeaf.MostJoined)
        {
            leaf.TakeFirstOf(ref next, next.Count);
            Unlink(ref leaf, next);
            RemoveChild(path, level: 1, right);
            _owner.Free(nextNode);
            return;
        }

        if (leaf.Count < total / 2)
            leaf.TakeFirstOf(ref next, total / 2 - leaf.Count);
        else
            leaf.MoveLastTo(ref next, leaf.Count - total / 2);
        SetChild(ref parent, right, leaf.Count, next.Count, next.Scores[0], next.Members[0]);
    }

    private void Unlink(ref TreeLeaf previous, in TreeLeaf leaf)
    {
        uint previousNode = leaf.Previous;
        previous.Next = leaf.Next;
        if (leaf.Next != 0)
            LeafAt(leaf.Next).Previous = previousNode;
        else
            _lastLeaf = previousNode;
    }

    /// <summary>The child at an index was joined with the one before it.</summary>
    private void RemoveChild(in TreePath path, int level, int index)
    {
        uint node = path[level].Branch;
        ref TreeBranch branch = ref BranchAt(node);
        branch.Sizes[index - 1] += branch.Sizes[index];
        branch.RemoveAt(index);
        if (level < _height)
        {
            if (branch.Count < TreeBranch.FewestChildren)
                FillBranch(path, level + 1);
        }
        else if (branch.Count == 1)
        {
            _root = branch.Children[0];
            _height--;
            _owner.Free(node);
        }
    }

    /// <summary>Joins the path's branch below a level with a neighbour, or shares out their children.</summary>
    private void FillBranch(in TreePath path, int level)
    {
        ref TreeBranch parent = ref BranchAt(path[level].Branch);
        int right = Math.Max(path[level].Index, 1);
        uint nextNode = parent.Children[right];
        ref TreeBranch branch = ref BranchAt(parent.Children[right - 1]);
        ref TreeBranch next = ref BranchAt(nextNode);
        int total = branch.Count + next.Count;
        if (total <= TreeBranch.MostJoined)
        {
            branch.TakeFirstOf(ref next, next.Count);
            RemoveChild(path, level, right);
            _owner.Free(nextNode);
            return;
        }

        if (branch.Count < total / 2)
            branch.TakeFirstOf(ref next, total / 2 - branch.Count);
        else
            branch.MoveLastTo(ref next, branch.Count - total / 2);
        SetChild(ref parent, right, branch.Total, next.Total, next.Scores[0], next.Members[0]);
    }

    /// <summary>Members moved between the child at an index and the one before it.</summary>
    private static void SetChild(
        ref TreeBranch branch, int index, int previousSize, int size, double score, uint member)
    {
        branch.Sizes[index - 1] = (uint)previousSize;
        branch.Sizes[index] = (uint)size;
        branch.Scores[index] = score;
        branch.Members[index] = member;
    }
}
