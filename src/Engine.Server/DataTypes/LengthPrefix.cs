using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Engine.Server.DataTypes;

/// <summary>
/// A number up to 2^31 - 1, mostly a length, before what it describes: one byte up to 127, else four, little-endian.
/// The lowest bit says which, and the others are the number.
/// </summary>
internal static class LengthPrefix
{
    private const int LargestInOneByte = 127;

    public static int SizeOf(int number) => number <= LargestInOneByte ? 1 : sizeof(uint);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Read(ReadOnlySpan<byte> source, out int size)
    {
        byte first = source[0];
        if ((first & 1) == 0)
        {
            size = 1;
            return first >> 1;
        }

        size = sizeof(uint);
        return (int)(BinaryPrimitives.ReadUInt32LittleEndian(source) >> 1);
    }

    /// <summary>Writes the number and returns how many bytes it took.</summary>
    public static int Write(Span<byte> destination, int number)
    {
        if (number <= LargestInOneByte)
        {
            destination[0] = (byte)(number << 1);
            return 1;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(destination, (uint)number << 1 | 1);
        return sizeof(uint);
    }

    /// <summary>The bytes behind a prefix that is their length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<byte> BytesAt(ReadOnlySpan<byte> source)
    {
        int length = Read(source, out int size);
        return source.Slice(size, length);
    }

    /// <summary>Writes the length of <paramref name="bytes"/>, then the bytes; returns how many in all.</summary>
    public static int WriteBytes(Span<byte> destination, ReadOnlySpan<byte> bytes)
    {
        int size = Write(destination, bytes.Length);
        bytes.CopyTo(destination[size..]);
        return size + bytes.Length;
    }
}
