using System.Buffers.Binary;
using System.IO.Compression;

namespace Patterns.Caching.Entries;

/// <summary>Compresses large payloads with Brotli, at its fastest. A compressed payload begins with its length before
/// compression, in 4 bytes.</summary>
/// <param name="threshold">Payloads from this length on are compressed; null means none is.</param>
/// <param name="maxBytes">The longest payload that is decompressed.</param>
internal sealed class PayloadCompression(int? threshold, int maxBytes)
{
    private const int LengthPrefix = sizeof(int);
    private const int FastestQuality = 1;
    private const int Window = 22;

    /// <summary>Compresses what stands behind the head, if that saves at least an eighth.</summary>
    public bool TryCompress(ReadOnlyMemory<byte> entry, int payloadAt, out ReadOnlyMemory<byte> compressed)
    {
        compressed = default;
        ReadOnlySpan<byte> payload = entry.Span[payloadAt..];
        if (threshold is null || payload.Length < threshold)
        {
            return false;
        }

        int room = payload.Length - (payload.Length / 8) - LengthPrefix;
        byte[] bytes = new byte[payloadAt + LengthPrefix + Math.Max(0, room)];
        Span<byte> destination = bytes.AsSpan(payloadAt + LengthPrefix);
        if (!BrotliEncoder.TryCompress(payload, destination, out int length, FastestQuality, Window))
        {
            return false;
        }

        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(payloadAt), payload.Length);
        compressed = bytes.AsMemory(0, payloadAt + LengthPrefix + length);
        return true;
    }

    /// <exception cref="InvalidDataException">The payload is damaged, or longer than allowed.</exception>
    public byte[] Decompress(ReadOnlySpan<byte> payload)
    {
        int length = payload.Length < LengthPrefix ? -1 : BinaryPrimitives.ReadInt32BigEndian(payload);
        if (length < 0 || length > maxBytes)
        {
            throw new InvalidDataException(
                $"The compressed entry says that it holds {length} bytes; this cache reads up to {maxBytes}.");
        }

        byte[] bytes = new byte[length];
        return BrotliDecoder.TryDecompress(payload[LengthPrefix..], bytes, out int written) && written == length
            ? bytes
            : throw new InvalidDataException($"The compressed entry does not hold the {length} bytes that it should.");
    }
}
