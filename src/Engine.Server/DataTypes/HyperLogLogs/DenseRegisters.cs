using System.Buffers.Binary;

namespace Engine.Server.DataTypes.HyperLogLogs;

/// <summary>Registers of six bits, the lowest bits of each byte first: four registers in three bytes.</summary>
internal static class DenseRegisters
{
    public const int Bytes = HyperLogLog.Registers / PerGroup * GroupBytes;

    private const int PerGroup = 4;
    private const int GroupBytes = 3;
    private const int Bits = 6;
    private const int Mask = (1 << Bits) - 1;

    public static int Get(ReadOnlySpan<byte> registers, int index) =>
        (Group(registers, index / PerGroup) >> (index % PerGroup * Bits)) & Mask;

    /// <summary>Raises a register. Returns false when it is as high already.</summary>
    public static bool Raise(Span<byte> registers, int index, int value)
    {
        int shift = index % PerGroup * Bits;
        int group = Group(registers, index / PerGroup);
        if (((group >> shift) & Mask) >= value)
            return false;
        group = (group & ~(Mask << shift)) | value << shift;
        Span<byte> bytes = registers.Slice(index / PerGroup * GroupBytes, GroupBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)group);
        bytes[2] = (byte)(group >> 16);
        return true;
    }

    /// <summary>Counts how many registers have each value.</summary>
    public static void CountValues(ReadOnlySpan<byte> registers, Span<int> histogram)
    {
        for (int i = 0; i < HyperLogLog.Registers / PerGroup; i++)
        {
            int group = Group(registers, i);
            histogram[group & Mask]++;
            histogram[(group >> Bits) & Mask]++;
            histogram[(group >> (2 * Bits)) & Mask]++;
            histogram[(group >> (3 * Bits)) & Mask]++;
        }
    }

    /// <summary>Raises registers of a byte each to these where these are higher.</summary>
    public static void Merge(ReadOnlySpan<byte> registers, Span<byte> target)
    {
        for (int i = 0; i < HyperLogLog.Registers / PerGroup; i++)
        {
            int group = Group(registers, i);
            Span<byte> four = target.Slice(i * PerGroup, PerGroup);
            for (int j = 0; j < four.Length; j++, group >>= Bits)
                four[j] = Math.Max(four[j], (byte)(group & Mask));
        }
    }

    private static int Group(ReadOnlySpan<byte> registers, int group)
    {
        ReadOnlySpan<byte> bytes = registers.Slice(group * GroupBytes, GroupBytes);
        return BinaryPrimitives.ReadUInt16LittleEndian(bytes) | bytes[2] << 16;
    }
}
