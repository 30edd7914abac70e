namespace Engine.Server.DataTypes.Lists;

/// <summary>A part of a list: a pack of elements, or one element as plain bytes.</summary>
internal struct QuickListNode
{
    /// <summary>The block that the node stands in.</summary>
    public uint Handle;

    /// <summary>
    /// Where the pack begins in the block. What is taken from the head leaves a gap before it, and what is added there
    /// goes into the gap, so that neither moves the rest.
    /// </summary>
    public int Start;

    /// <summary>Bytes of the pack, or of the plain element.</summary>
    public int Bytes;

    /// <summary>Elements in the node.</summary>
    public int Count;

    public bool IsPlain;
}
