namespace Engine.Server.Protocol;

/// <summary>
/// Buffers for replies and for incomplete requests, used on the engine thread only. Ordinary chunks are kept for the
/// next
/// client; larger ones, made for one large value, go back to the collector.
/// </summary>
internal sealed class ChunkPool
{
    public const int ChunkLength = 16 * 1024;
    private const int ChunksKept = 1024;

    private readonly Stack<byte[]> _free = new();

    /// <summary>Bytes of all buffers in use, and whatever else was counted for clients.</summary>
    public long HeldBytes { get; private set; }

    public byte[] Rent(int size)
    {
        int length = Math.Max(size, ChunkLength);
        HeldBytes += length;
        if (length == ChunkLength && _free.TryPop(out byte[]? chunk))
            return chunk;
        return GC.AllocateUninitializedArray<byte>(length);
    }

    /// <summary>
    /// Counts bytes, or with a negative number no more, that a client makes the engine hold elsewhere.
    /// </summary>
    public void Count(long bytes) => HeldBytes += bytes;

    public void Return(byte[] chunk)
    {
        HeldBytes -= chunk.Length;
        if (chunk.Length == ChunkLength && _free.Count < ChunksKept)
            _free.Push(chunk);
    }
}
