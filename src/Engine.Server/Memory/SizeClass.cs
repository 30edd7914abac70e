namespace Engine.Server.Memory;

/// <summary>A block size, and the slab that is cut into such blocks.</summary>
internal readonly record struct SizeClass(int Bytes, int ChunksPerSlab, int BlocksPerSlab)
{
    public uint Granules => (uint)Bytes / PageHeap.GranuleBytes;
}
