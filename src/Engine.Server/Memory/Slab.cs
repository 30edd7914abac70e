namespace Engine.Server.Memory;

/// <summary>
/// Contiguous chunks of one page that are cut into blocks of one size class. Its id is its page's index and its first
/// chunk, so that the id shifted is the handle of its first block; slabs that have room are linked per class.
/// </summary>
internal struct Slab
{
    /// <summary>Blocks that were handed out and freed, as a list threaded through them; 0 ends it.</summary>
    public uint FreeList;

    public uint NextWithRoom;
    public uint PreviousWithRoom;

    /// <summary>Blocks that callers hold.</summary>
    public ushort Live;

    /// <summary>Blocks that were ever handed out; those after them are untouched and on no list.</summary>
    public ushort Started;

    public byte SizeClass;
}
