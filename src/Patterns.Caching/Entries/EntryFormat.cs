using System.Buffers;
using System.Text;

namespace Patterns.Caching.Entries;

/// <summary>The bytes of an entry: the format version, the <see cref="EntryKind"/>, then the payload.</summary>
/// <remarks>The version lets the layout evolve: an entry of another version is unreadable, which is a miss. The kind
/// keeps a string from being read as the JSON of an object, or the other way round.</remarks>
/// <param name="serializer">Writes and reads the payloads of kind <see cref="EntryKind.Serialized"/>.</param>
internal sealed class EntryFormat(ICacheSerializer serializer)
{
    public const byte Version = 1;

    private const int HeaderLength = 2;

    // Strict, so that text which is not valid Unicode is refused instead of being altered.
    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public ReadOnlyMemory<byte> Encode<T>(T value)
    {
        switch (value)
        {
            case null:
                return Allocate(EntryKind.Null, payloadLength: 0);

            case byte[] bytes when typeof(T) == typeof(byte[]):
                byte[] copied = Allocate(EntryKind.Bytes, bytes.Length);
                bytes.CopyTo(copied, HeaderLength);
                return copied;

            case string text when typeof(T) == typeof(string):
                byte[] encoded = Allocate(EntryKind.Text, _utf8.GetByteCount(text));
                _utf8.GetBytes(text, encoded.AsSpan(HeaderLength));
                return encoded;

            default:
                var writer = new ArrayBufferWriter<byte>();
                writer.Write([Version, (byte)EntryKind.Serialized]);
                serializer.Serialize(writer, value);
                return writer.WrittenMemory;
        }
    }

    /// <exception cref="InvalidDataException">The bytes are no entry that holds a <typeparamref name="T"/>.</exception>
    /// <remarks>The serializer's own exceptions come through.</remarks>
    public T Decode<T>(ReadOnlyMemory<byte> entry)
    {
        ReadOnlySpan<byte> bytes = entry.Span;
        if (bytes.Length < HeaderLength)
        {
            throw new InvalidDataException($"An entry has {HeaderLength} bytes or more, this one has {bytes.Length}.");
        }

        if (bytes[0] != Version)
        {
            throw new InvalidDataException($"The entry has format version {bytes[0]}, this program reads {Version}.");
        }

        var kind = (EntryKind)bytes[1];
        ReadOnlySpan<byte> payload = bytes[HeaderLength..];
        return kind switch
        {
            EntryKind.Null when default(T) is null && payload.IsEmpty => default!,
            EntryKind.Bytes when typeof(T) == typeof(byte[]) => (T)(object)payload.ToArray(),
            EntryKind.Text when typeof(T) == typeof(string) => (T)(object)_utf8.GetString(payload),
            EntryKind.Serialized when typeof(T) != typeof(byte[]) && typeof(T) != typeof(string)
                => serializer.Deserialize<T>(entry[HeaderLength..]),
            _ => throw new InvalidDataException($"The entry is of kind {kind}, which is not read as {typeof(T)}."),
        };
    }

    private static byte[] Allocate(EntryKind kind, int payloadLength)
    {
        var entry = new byte[HeaderLength + payloadLength];
        entry[0] = Version;
        entry[1] = (byte)kind;
        return entry;
    }
}
