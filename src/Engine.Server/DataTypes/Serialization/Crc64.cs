using System.Buffers.Binary;

namespace Engine.Server.DataTypes.Serialization;

/// <summary>
/// The checksum of dumped values and snapshots: a reflected CRC of 64 bits with the polynomial of David Jones,
/// <c>0xad93d23594c935a9</c>, that starts at 0.
/// </summary>
internal static class Crc64
{
    private const ulong ReflectedPolynomial = 0x95ac9329ac4bc9b5;
    private const int Word = sizeof(ulong);

    /// <summary>
    /// The effect of a byte with as many others behind it as the row says, so that a word takes one step.
    /// </summary>
    private static readonly ulong[][] Rows = MakeRows();

    /// <summary>Goes on with a checksum over more bytes; 0 starts one.</summary>
    public static ulong Append(ulong checksum, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= Word; bytes = bytes[Word..])
        {
            ulong word = checksum ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            checksum = 0;
            for (int i = 0; i < Word; i++, word >>= 8)
                checksum ^= Rows[Word - 1 - i][(byte)word];
        }

        foreach (byte next in bytes)
            checksum = Rows[0][(byte)(checksum ^ next)] ^ (checksum >> 8);
        return checksum;
    }

    private static ulong[][] MakeRows()
    {
        ulong[][] rows = [.. Enumerable.Range(0, Word).Select(_ => new ulong[256])];
        for (int value = 0; value < 256; value++)
        {
            ulong checksum = (ulong)value;
            for (int bit = 0; bit < 8; bit++)
                checksum = (checksum & 1) != 0 ? (checksum >> 1) ^ ReflectedPolynomial : checksum >> 1;
            rows[0][value] = checksum;
        }

        for (int row = 1; row < Word; row++)
        {
            for (int value = 0; value < 256; value++)
                rows[row][value] = rows[0][(byte)rows[row - 1][value]] ^ (rows[row - 1][value] >> 8);
        }

        return rows;
    }
}
