using System.Buffers.Binary;

namespace Engine.Server.DataTypes.Serialization;

/// <summary>
/// What DUMP returns and RESTORE takes: a <see cref="SerializedType"/>, the value, the version of the format in two
/// bytes, and the <see cref="Crc64"/> of all that.
/// </summary>
internal static class DumpPayload
{
    /// <summary>The version of snapshots that Redis 7.0 writes, and the highest one that it reads.</summary>
    public const ushort Version = 10;

    private const int FooterLength = sizeof(ushort) + sizeof(ulong);

    /// <summary>Adds version and checksum to a value.</summary>
    public static void Close(ValueWriter writer)
    {
        writer.UInt16(Version);
        writer.UInt64(Crc64.Append(0, writer.Written));
    }

    /// <summary>Takes version and checksum off a value. Returns false when they are not as they should be.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> payload, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (payload.Length < FooterLength)
            return false;
        ReadOnlySpan<byte> footer = payload[^FooterLength..];
        ulong checksum = BinaryPrimitives.ReadUInt64LittleEndian(footer[sizeof(ushort)..]);
        if (BinaryPrimitives.ReadUInt16LittleEndian(footer) > Version)
            return false;
        if (checksum != Crc64.Append(0, payload[..^sizeof(ulong)]))
            return false;
        value = payload[..^FooterLength];
        return true;
    }
}
