namespace Engine.Server.Protocol;

/// <summary>
/// A request that outlives its input buffer: queued by MULTI, held by a gate, written to the journal.
/// </summary>
internal sealed class StoredRequest
{
    private readonly byte[] _buffer;
    private readonly ArgumentSlice[] _slices;

    public StoredRequest(in Request request)
    {
        int length = 0;
        for (int i = 0; i < request.Count; i++)
            length += request[i].Length;

        _buffer = GC.AllocateUninitializedArray<byte>(length);
        _slices = new ArgumentSlice[request.Count];
        int offset = 0;
        for (int i = 0; i < _slices.Length; i++)
        {
            ReadOnlySpan<byte> argument = request[i];
            argument.CopyTo(_buffer.AsSpan(offset));
            _slices[i] = new ArgumentSlice(offset, argument.Length);
            offset += argument.Length;
        }
    }

    /// <summary>Bytes that the copy holds, for the accounting of MULTI queues.</summary>
    public int Bytes => _buffer.Length + _slices.Length * 8;

    public Request View => new(_buffer, _slices);
}
