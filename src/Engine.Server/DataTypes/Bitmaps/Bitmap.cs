using System.Numerics;
using System.Runtime.InteropServices;

namespace Engine.Server.DataTypes.Bitmaps;

/// <summary>A string as a row of bits; the first is the highest of the first byte.</summary>
internal static class Bitmap
{
    public const int BitsPerByte = 8;

    /// <summary>The bit at an offset; behind the end all are clear.</summary>
    public static bool Get(ReadOnlySpan<byte> bytes, long offset)
    {
        long index = offset / BitsPerByte;
        return index < bytes.Length && (bytes[(int)index] & Mask(offset)) != 0;
    }

    /// <summary>Sets or clears a bit, and returns what it was.</summary>
    public static bool Exchange(Span<byte> bytes, long offset, bool value)
    {
        ref byte cell = ref bytes[(int)(offset / BitsPerByte)];
        int mask = Mask(offset);
        bool old = (cell & mask) != 0;
        cell = (byte)(value ? cell | mask : cell & ~mask);
        return old;
    }

    /// <summary>How many bits are set from one to another, both counted.</summary>
    public static long CountOnes(ReadOnlySpan<byte> bytes, long first, long last)
    {
        if (first > last)
            return 0;
        ReadOnlySpan<byte> touched = Touched(bytes, first, last);
        return CountOnes(touched)
            - BitOperations.PopCount((uint)(touched[0] & ~MaskFrom(first)))
            - BitOperations.PopCount((uint)(touched[^1] & ~MaskTo(last)));
    }

    /// <summary>
    /// The first bit that is set, or the first that is clear, from one to another, both counted; -1 for none.
    /// </summary>
    public static long Find(ReadOnlySpan<byte> bytes, bool value, long first, long last)
    {
        if (first > last)
            return -1;
        ReadOnlySpan<byte> touched = Touched(bytes, first, last);
        long origin = first - first % BitsPerByte;

        // The bits of the first and last byte that are out of the range are made to look like what is not sought.
        int unlike = value ? 0 : byte.MaxValue;
        int head = Within(touched[0], MaskFrom(first) & (touched.Length == 1 ? MaskTo(last) : byte.MaxValue), unlike);
        if (head != unlike)
            return origin + IndexIn(head, value);
        if (touched.Length == 1)
            return -1;
        int whole = touched[1..^1].IndexOfAnyExcept((byte)unlike);
        if (whole >= 0)
            return origin + (whole + 1L) * BitsPerByte + IndexIn(touched[whole + 1], value);
        int tail = Within(touched[^1], MaskTo(last), unlike);
        return tail == unlike ? -1 : origin + (touched.Length - 1L) * BitsPerByte + IndexIn(tail, value);
    }

    /// <summary>Four sums, so that the processor need not wait for one before it begins the next.</summary>
    private static long CountOnes(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        long first = 0, second = 0, third = 0, fourth = 0;
        int i = 0;
        for (; i + 3 < words.Length; i += 4)
        {
            first += BitOperations.PopCount(words[i]);
            second += BitOperations.PopCount(words[i + 1]);
            third += BitOperations.PopCount(words[i + 2]);
            fourth += BitOperations.PopCount(words[i + 3]);
        }

        for (; i < words.Length; i++)
            first += BitOperations.PopCount(words[i]);
        foreach (byte rest in bytes[(words.Length * sizeof(ulong))..])
            first += BitOperations.PopCount(rest);
        return first + second + third + fourth;
    }

    /// <summary>The bytes in which the bits from one to another stand.</summary>
    private static ReadOnlySpan<byte> Touched(ReadOnlySpan<byte> bytes, long first, long last) =>
        bytes[(int)(first / BitsPerByte)..(int)(last / BitsPerByte + 1)];

    private static int Mask(long offset) => 0x80 >> (int)(offset % BitsPerByte);

    private static int MaskFrom(long first) => byte.MaxValue >> (int)(first % BitsPerByte);

    private static int MaskTo(long last) => byte.MaxValue & ~(0x7F >> (int)(last % BitsPerByte));

    private static int Within(int cell, int mask, int outside) => (cell & mask) | (outside & ~mask);

    /// <summary>Where in a byte the first bit of this value stands.</summary>
    private static int IndexIn(int cell, bool value) =>
        BitOperations.LeadingZeroCount((uint)((value ? cell : ~cell) & byte.MaxValue) << 24);
}
