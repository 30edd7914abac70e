using System.Buffers.Binary;

namespace Engine.Server.DataTypes.Hashes;

/// <summary>
/// The layout of a field with its value in one block:
/// <code>
/// field, its length before it
/// value, twice its length before it; or 1, then the handle of the block that holds the value, its length before it
/// </code>
/// </summary>
internal static class FieldRecord
{
    /// <summary>A longer value stands in a block of its own: field and value could be too long for one.</summary>
    public const int InlineValueLimit = 4096;

    private const int ElsewhereBit = 1;

    public static int LengthFor(int fieldLength, int valueLength) =>
        LengthPrefix.SizeOf(fieldLength) + fieldLength + ValueLengthFor(valueLength);

    /// <summary>Bytes of the part of a record that tells the value.</summary>
    public static int ValueLengthFor(int valueLength) => valueLength > InlineValueLimit
        ? 1 + sizeof(uint)
        : LengthPrefix.SizeOf(valueLength << 1) + valueLength;

    /// <summary>The rest of a record from the part that tells the value on.</summary>
    public static Span<byte> ValuePart(Span<byte> record)
    {
        int fieldLength = LengthPrefix.Read(record, out int size);
        return record[(size + fieldLength)..];
    }

    public static bool IsElsewhere(ReadOnlySpan<byte> valuePart) =>
        (LengthPrefix.Read(valuePart, out _) & ElsewhereBit) != 0;

    public static uint HandleIn(ReadOnlySpan<byte> valuePart) =>
        BinaryPrimitives.ReadUInt32LittleEndian(valuePart[1..]);

    public static ReadOnlySpan<byte> ValueIn(ReadOnlySpan<byte> valuePart)
    {
        int length = LengthPrefix.Read(valuePart, out int size) >> 1;
        return valuePart.Slice(size, length);
    }

    public static void WriteValue(Span<byte> valuePart, ReadOnlySpan<byte> value) =>
        value.CopyTo(valuePart[LengthPrefix.Write(valuePart, value.Length << 1)..]);

    public static void WriteHandle(Span<byte> valuePart, uint handle) =>
        BinaryPrimitives.WriteUInt32LittleEndian(
            valuePart[LengthPrefix.Write(valuePart, ElsewhereBit)..], handle);
}
