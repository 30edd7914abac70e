using System.Buffers;

namespace Engine.Server.Protocol;

/// <summary>Bulk strings as they go over the wire, in either protocol: what many clients get is encoded once.</summary>
internal sealed class EncodedBulks
{
    private const int BytesKept = 64 * 1024;

    private ArrayBufferWriter<byte> _buffer = new();

    public int Count { get; private set; }

    public ReadOnlySpan<byte> Bytes => _buffer.WrittenSpan;

    public void Add(ReadOnlySpan<byte> value)
    {
        _buffer.Advance(ReplyWriter.EncodeBulk(value, _buffer.GetSpan(value.Length + ReplyWriter.HeaderLength)));
        Count++;
    }

    public void Clear()
    {
        if (_buffer.Capacity > BytesKept)
            _buffer = new ArrayBufferWriter<byte>();
        _buffer.ResetWrittenCount();
        Count = 0;
    }
}
