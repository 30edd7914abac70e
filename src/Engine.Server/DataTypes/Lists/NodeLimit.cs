namespace Engine.Server.DataTypes.Lists;

/// <summary>
/// How much may stand in one node of a list, decided as Redis decides it, so that a list made by the same commands has
/// the same nodes.
/// </summary>
internal readonly struct NodeLimit
{
    /// <summary>What an entry is reckoned to take beside its text: more than it ever does.</summary>
    private const int EntryOverhead = 8;

    /// <summary>What a pack is reckoned to save when it is merged with another.</summary>
    private const int MergeSaving = 11;

    /// <summary>Where the limit is a number of elements, no node of several becomes larger than this.</summary>
    private const long SafeBytes = 8192;

    private readonly long _bytes;
    private readonly int _elements;
    private readonly long _largeBytes;

    public NodeLimit(EncodingLimits limits)
    {
        Setting = Math.Clamp(limits.ListNodeSize, -5, short.MaxValue);
        _bytes = Setting < 0 ? 2048L << -Setting : 0;
        _elements = Math.Max(Setting, 0);
        _largeBytes = limits.ListPlainNodeBytes;
    }

    /// <summary>The setting of <c>list-max-listpack-size</c> within its bounds.</summary>
    public int Setting { get; }

    /// <summary>Whether an element is so long that it stands alone, as plain bytes.</summary>
    public bool IsLarge(int elementLength) => elementLength >= _largeBytes;

    /// <summary>Whether an element may be added to a pack of so many bytes and elements.</summary>
    public bool Admits(int elementLength, int packBytes, int packCount)
    {
        if (IsLarge(elementLength))
            return false;
        long bytes = (long)packBytes + elementLength + EntryOverhead;
        return bytes <= _bytes || (bytes <= SafeBytes && packCount < _elements);
    }

    public bool Admits(int elementLength, in QuickListNode node) =>
        !node.IsPlain && Admits(elementLength, node.Bytes, node.Count);

    /// <summary>Whether two neighbours may become one.</summary>
    public bool AllowsMerge(in QuickListNode one, in QuickListNode other)
    {
        if (one.IsPlain || other.IsPlain)
            return false;
        long bytes = (long)one.Bytes + other.Bytes - MergeSaving;
        return bytes <= _bytes || (bytes <= SafeBytes && one.Count + other.Count <= _elements);
    }
}
