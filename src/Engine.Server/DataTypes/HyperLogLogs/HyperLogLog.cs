using System.Buffers.Binary;
using System.Numerics;

namespace Engine.Server.DataTypes.HyperLogLogs;

/// <summary>
/// A string that estimates how many different elements were added to it, laid out as Redis lays it out:
/// <code>
///  0  "HYLL"
///  4  encoding: 0 dense, 1 sparse
///  8  the cardinality as it was last computed, in 63 bits; the highest bit says that it is out of date
/// 16  16,384 registers: <see cref="DenseRegisters"/> or <see cref="SparseRegisters"/>
/// </code>
/// An element's hash chooses a register, which keeps the longest run of zeros that was seen in the rest of the hash.
/// </summary>
internal static class HyperLogLog
{
    public const int HeaderLength = 16;
    public const int Registers = 1 << IndexBits;
    public const int DenseLength = HeaderLength + DenseRegisters.Bytes;

    /// <summary>The bits of a hash that count zeros; a register holds at most one more.</summary>
    public const int RankBits = 64 - IndexBits;

    private const int IndexBits = 14;
    private const int EncodingOffset = 4;
    private const int CardinalityOffset = 8;
    private const byte Dense = 0;
    private const byte Sparse = 1;
    private const ulong StaleBit = 1UL << 63;

    /// <summary>One without elements.</summary>
    public static ReadOnlySpan<byte> Empty =>
        [(byte)'H', (byte)'Y', (byte)'L', (byte)'L', Sparse, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x7F, 0xFF];

    /// <summary>Whether the string has the header of one; the registers may still be corrupt.</summary>
    public static bool HasHeader(ReadOnlySpan<byte> bytes) => bytes.Length >= HeaderLength
        && bytes.StartsWith("HYLL"u8)
        && (bytes[EncodingOffset] == Sparse || (bytes[EncodingOffset] == Dense && bytes.Length == DenseLength));

    public static bool IsSparse(ReadOnlySpan<byte> bytes) => bytes[EncodingOffset] == Sparse;

    /// <summary>Where an element goes: to which register, and how large that must be at least.</summary>
    public static (int Index, int Rank) PlaceOf(ReadOnlySpan<byte> element)
    {
        ulong hash = MurmurHash.Compute(element);
        int zeros = BitOperations.TrailingZeroCount((hash >> IndexBits) | 1UL << RankBits);
        return ((int)(hash & (Registers - 1)), zeros + 1);
    }

    /// <summary>The cardinality that was stored. Returns false when registers changed since.</summary>
    public static bool TryGetCardinality(ReadOnlySpan<byte> bytes, out long cardinality)
    {
        cardinality = BinaryPrimitives.ReadInt64LittleEndian(bytes[CardinalityOffset..]);
        return cardinality >= 0;
    }

    public static void SetCardinality(Span<byte> bytes, long cardinality) =>
        BinaryPrimitives.WriteInt64LittleEndian(bytes[CardinalityOffset..], cardinality);

    /// <summary>Says that the stored cardinality is out of date.</summary>
    public static void Invalidate(Span<byte> bytes) => bytes[HeaderLength - 1] |= (byte)(StaleBit >> 56);

    /// <summary>Computes the cardinality. Returns false when the registers are corrupt.</summary>
    public static bool TryCount(ReadOnlySpan<byte> bytes, out long cardinality)
    {
        Span<int> histogram = stackalloc int[CardinalityEstimate.HistogramLength];
        ReadOnlySpan<byte> registers = bytes[HeaderLength..];
        bool isValid = true;
        if (IsSparse(bytes))
            isValid = SparseRegisters.TryCountValues(registers, histogram);
        else
            DenseRegisters.CountValues(registers, histogram);
        cardinality = isValid ? CardinalityEstimate.Of(histogram) : 0;
        return isValid;
    }

    /// <summary>
    /// Raises registers, a byte each, to those of a HyperLogLog where these are higher. Returns false when the latter
    /// are corrupt; some may be raised then.
    /// </summary>
    public static bool TryMerge(ReadOnlySpan<byte> bytes, Span<byte> registers)
    {
        if (IsSparse(bytes))
            return SparseRegisters.TryMerge(bytes[HeaderLength..], registers);
        DenseRegisters.Merge(bytes[HeaderLength..], registers);
        return true;
    }

    /// <summary>Writes the dense form of a sparse one. Returns false when the latter is corrupt.</summary>
    public static bool TryExpand(ReadOnlySpan<byte> sparse, Span<byte> dense)
    {
        dense.Clear();
        sparse[..HeaderLength].CopyTo(dense);
        dense[EncodingOffset] = Dense;
        return SparseRegisters.TryExpand(sparse[HeaderLength..], dense[HeaderLength..]);
    }
}
