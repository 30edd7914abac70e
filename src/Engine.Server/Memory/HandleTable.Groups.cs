namespace Engine.Server.Memory;

/// <summary>
/// Groups of entries whose hashes end in the same bits. A group keeps its entries through all resizes: it is one chain
/// of an array of as many chains, several of a larger one, and a part of one of a smaller one.
/// </summary>
internal sealed partial class HandleTable<TKeys>
{
    /// <summary>Chains of the array in use, while the table is resized of the larger one.</summary>
    public uint ChainCount => Math.Max(_buckets.Count, _old?.Count ?? 0);

    /// <summary>Adds the handles of the entries whose hashes are <paramref name="group"/> modulo
    /// <paramref name="groups"/>, a power of two.</summary>
    public void AddGroup(uint group, uint groups, List<uint> found)
    {
        AddGroup(_buckets, group, groups, found);
        if (_old is { } old)
            AddGroup(old, group, groups, found);
    }

    private void AddGroup(BucketArray buckets, uint group, uint groups, List<uint> found)
    {
        var collector = new Collector(found);
        if (buckets.Count >= groups)
        {
            for (uint chain = group; chain < buckets.Count; chain += groups)
                VisitIfLive(buckets, chain, ref collector);
            return;
        }

        int before = found.Count;
        VisitIfLive(buckets, group & (buckets.Count - 1), ref collector);
        int kept = before;
        for (int i = before; i < found.Count; i++)
        {
            if ((HashOf(found[i]) & (groups - 1)) == group)
                found[kept++] = found[i];
        }

        found.RemoveRange(kept, found.Count - kept);
    }

    private void VisitIfLive<TVisitor>(BucketArray buckets, uint chain, ref TVisitor visitor)
        where TVisitor : struct, IHandleVisitor, allows ref struct
    {
        if (_old is null)
            VisitChain(buckets, chain, ref visitor);
        else
            VisitUnlessMoved(buckets, chain, ref visitor);
    }
}
