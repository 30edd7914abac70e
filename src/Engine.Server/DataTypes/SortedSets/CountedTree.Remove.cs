namespace Engine.Server.DataTypes.SortedSets;

internal sealed partial class CountedTree
{
    /// <summary>Removes a record, which must be in the tree.</summary>
    public void Remove(uint record)
    {
        TreePath path = default;
        TreeBound place = BoundBehind(record);
        uint node = Descend(place, ref path);
        Remove(node, CountBefore(LeafAt(node).Members, place) - 1, ref path);
    }

    /// <summary>Removes the record at a rank and returns it.</summary>
    public uint RemoveAt(int rank)
    {
        TreePath path = default;
        TreePosition position = Descend(rank, ref path);
        uint record = At(position);
        Remove(position.Leaf, position.Index, ref path);
        return record;
    }

    /// <summary>Writes another score into a record that is in the tree, and moves it to its new place.</summary>
    public void SetScore(uint record, double score)
    {
        TreePath path = default;
        TreeBound place = BoundBehind(record);
        uint node = Descend(place, ref path);
        ref TreeLeaf leaf = ref LeafAt(node);
        int index = CountBefore(leaf.Members, place) - 1;
        if (index > 0 && index + 1 < leaf.Count
            && ScoreOf(leaf.Members[index - 1]) < score && score < ScoreOf(leaf.Members[index + 1]))
        {
            MemberRecord.SetScore(_heap.At(record), score);
            return;
        }
        Remove(node, index, ref path);
        MemberRecord.SetScore(_heap.At(record), score);
        Add(record);
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
            SetFirst(path, leaf.Members[0]);
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
        SetChild(ref parent, right, leaf.Count, LeafChild(nextNode));
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
        SetChild(ref parent, right, branch.Total, BranchChild(nextNode));
    }

    /// <summary>Members moved between the child at an index and the one before it.</summary>
    private static void SetChild(ref TreeBranch branch, int index, int previousSize, in TreeChild child)
    {
        branch.Sizes[index - 1] = (uint)previousSize;
        branch.Sizes[index] = (uint)child.Size;
        branch.Scores[index] = child.Score;
        branch.Members[index] = child.Member;
    }
}
