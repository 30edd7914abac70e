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

    public byte[] Rent(int size)
    {
        if (size > ChunkLength)
            return GC.AllocateUninitializedArray<byte>(size);
        return _free.TryPop(out byte[]? chunk) ? chunk : GC.AllocateUninitializedArray<byte>(ChunkLength);
    }

    public void Return(byte[] chunk)
    {
        if (chunk.Length == ChunkLength && _free.Count < ChunksKept)
            _free.Push(chunk);
    }
}
