using System.Buffers.Binary;

namespace Engine.Server.DataTypes.Packs;

internal static partial class ListPack
{
    /// <summary>
    /// Whether bytes from outside are exactly one pack that can be walked in both directions, with the length and the
    /// count that its header says.
    /// </summary>
    public static bool IsValid(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < EmptyLength || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != (uint)bytes.Length)
            return false;

        int position = HeaderLength;
        int count = 0;
        while (bytes[position] != End)
        {
            if (!TryMeasure(bytes[position..^1], out int entryLength))
                return false;
            position += entryLength;
            count++;
        }
        int headerCount = HeaderCount(bytes);
        return position == bytes.Length - 1 && (headerCount == UnknownCount || headerCount == count);
    }

    /// <summary>
    /// Measures the entry at the start of <paramref name="rest"/>, if it is well-formed and lies within.
    /// </summary>
    private static bool TryMeasure(ReadOnlySpan<byte> rest, out int entryLength)
    {
        entryLength = 0;
        if (rest.IsEmpty || rest[0] > Integer64)
            return false;
        int codeLength = rest[0] switch
        {
            < 0xE0 => 1,
            < Text32 => 2,
            Text32 => 5,
            _ => 1,
        };
        if (rest.Length < codeLength)
            return false;

        int encodedLength = EncodedLength(rest, 0);
        int backLength = PackEntry.LengthOfBackLength(encodedLength);
        if (encodedLength < codeLength || encodedLength > rest.Length - backLength)
            return false;
        entryLength = encodedLength + backLength;
        return IsBackLength(rest.Slice(encodedLength, backLength), encodedLength);
    }

    private static bool IsBackLength(ReadOnlySpan<byte> bytes, int encodedLength)
    {
        for (int i = bytes.Length - 1; i > 0; i--)
        {
            if (bytes[i] != (byte)(encodedLength & 0x7F | 0x80))
                return false;
            encodedLength >>= 7;
        }
        return bytes[0] == encodedLength;
    }
}
