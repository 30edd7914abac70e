namespace Redis.Fixtures.Tests.Resp;

/// <summary>Hands out the given pieces, one per read, and then ends.</summary>
internal sealed class ChunkedStream(params byte[][] chunks) : MemoryStream
{
    private int _next;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        if (_next == chunks.Length)
        {
            return 0;
        }

        byte[] chunk = chunks[_next];
        int count = Math.Min(chunk.Length, buffer.Length);
        chunk.AsMemory(0, count).CopyTo(buffer);
        chunks[_next] = chunk[count..];
        _next += count == chunk.Length ? 1 : 0;
        return count;
    }
}
