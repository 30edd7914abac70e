using System.Buffers.Binary;
using System.Text;

namespace Patterns.Caching.Backplane;

/// <summary>What processes with the same cache tell each other: the kind in one byte, the sender and the number of the
/// message in 8 bytes each unless it is a wake-up, then the name of what it is about.</summary>
/// <param name="Kind">What has happened.</param>
/// <param name="Sender">Which cache says so; 0 in wake-ups.</param>
/// <param name="Number">How many messages it has sent with this one; 0 in wake-ups.</param>
/// <param name="Name">The key, tags or namespace; the number of a heartbeat.</param>
internal readonly record struct CacheMessage(CacheMessageKind Kind, ulong Sender, long Number, string Name)
{
    private const int NumberedHead = 1 + (2 * sizeof(ulong));

    private bool IsNumbered => Kind != CacheMessageKind.WakeUp;

    public static CacheMessage WakeUp(string key) => new(CacheMessageKind.WakeUp, 0, 0, key);

    public byte[] ToBytes()
    {
        int head = IsNumbered ? NumberedHead : 1;
        byte[] bytes = new byte[head + Encoding.UTF8.GetByteCount(Name)];
        bytes[0] = (byte)Kind;
        if (IsNumbered)
        {
            BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(1), Sender);
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1 + sizeof(ulong)), Number);
        }

        Encoding.UTF8.GetBytes(Name, bytes.AsSpan(head));
        return bytes;
    }

    /// <summary>Reads a message; whoever else publishes to the channel says nothing that is understood.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out CacheMessage message)
    {
        message = default;
        if (bytes.IsEmpty)
        {
            return false;
        }

        var kind = (CacheMessageKind)bytes[0];
        if (kind == CacheMessageKind.WakeUp)
        {
            message = WakeUp(Encoding.UTF8.GetString(bytes[1..]));
            return true;
        }

        if (!Enum.IsDefined(kind) || bytes.Length < NumberedHead)
        {
            return false;
        }

        message = new CacheMessage(
            kind,
            BinaryPrimitives.ReadUInt64BigEndian(bytes[1..]),
            BinaryPrimitives.ReadInt64BigEndian(bytes[(1 + sizeof(ulong))..]),
            Encoding.UTF8.GetString(bytes[NumberedHead..]));
        return true;
    }
}
