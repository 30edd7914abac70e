using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Engine.Server.DataTypes;
using ValueType = Engine.Server.DataTypes.ValueType;

namespace Engine.Server.Keyspace;

/// <summary>
/// The layout of a key with its value in one block of the heap:
/// <code>
///  0  u32  type (4 bits), encoding (4 bits), access clock (24 bits, for LRU and LFU)
///  4  u32  key length (30 bits), has-expiry, value-is-elsewhere
///  8  u32  length of the value, or the handle of the block that holds it, or the name of a large collection
/// 12  i64  expiry in Unix milliseconds, only with has-expiry
///     key, value
/// </code>
/// </summary>
internal static class Record
{
    public const int HeaderLength = 12;
    public const int ExpiryLength = 8;

    /// <summary>
    /// A longer string stands in a block of its own, so that renaming or re-expiring its key does not copy it.
    /// </summary>
    public const int InlineValueLimit = 4096;

    private const uint ExpiryBit = 1u << 31;
    private const uint ElsewhereBit = 1u << 30;
    private const uint LengthMask = ElsewhereBit - 1;

    public static ValueType TypeOf(ReadOnlySpan<byte> record) => (ValueType)(record[0] & 0xF);

    public static ValueEncoding EncodingOf(ReadOnlySpan<byte> record) => (ValueEncoding)(record[0] >> 4);

    public static bool HasExpiry(ReadOnlySpan<byte> record) => (Read(record, 4) & ExpiryBit) != 0;

    public static bool IsElsewhere(ReadOnlySpan<byte> record) => (Read(record, 4) & ElsewhereBit) != 0;

    public static uint ValueWord(ReadOnlySpan<byte> record) => Read(record, 8);

    public static uint AccessClock(ReadOnlySpan<byte> record) => Read(record, 0) >> 8;

    public static long Expiry(ReadOnlySpan<byte> record) => MemoryMarshal.Read<long>(record[HeaderLength..]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<byte> KeyOf(ReadOnlySpan<byte> record)
    {
        uint word = Read(record, 4);
        return record.Slice(KeyOffset(word), (int)(word & LengthMask));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ValueOffset(ReadOnlySpan<byte> record)
    {
        uint word = Read(record, 4);
        return KeyOffset(word) + (int)(word & LengthMask);
    }

    /// <summary>The parts of a collection's record that change with the collection.</summary>
    public static ValueSlot SlotOf(ValueStore values, Span<byte> record) =>
        new(values, ref record[0], ref MemoryMarshal.AsRef<uint>(record[8..]));

    public static int LengthFor(int keyLength, int inlineValueLength, bool hasExpiry) =>
        HeaderLength + (hasExpiry ? ExpiryLength : 0) + keyLength + inlineValueLength;

    public static void Initialise(
        Span<byte> record,
        ValueType type,
        ValueEncoding encoding,
        ReadOnlySpan<byte> key,
        uint valueWord,
        bool isElsewhere,
        long expiry)
    {
        bool hasExpiry = expiry != Database.NoExpiry;
        Write(record, 0, (uint)type | (uint)encoding << 4);
        Write(record, 4, (uint)key.Length | (hasExpiry ? ExpiryBit : 0) | (isElsewhere ? ElsewhereBit : 0));
        Write(record, 8, valueWord);
        if (hasExpiry)
            SetExpiry(record, expiry);
        key.CopyTo(record[(hasExpiry ? HeaderLength + ExpiryLength : HeaderLength)..]);
    }

    public static void SetEncoding(Span<byte> record, ValueEncoding encoding) =>
        record[0] = (byte)((record[0] & 0xF) | (int)encoding << 4);

    public static void SetValueWord(Span<byte> record, uint word) => Write(record, 8, word);

    public static void SetExpiry(Span<byte> record, long expiry) => MemoryMarshal.Write(record[HeaderLength..], expiry);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SetAccessClock(Span<byte> record, uint clock) =>
        Write(record, 0, (Read(record, 0) & 0xFF) | clock << 8);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int KeyOffset(uint keyWord) => HeaderLength + (int)(keyWord >> 31) * ExpiryLength;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Read(ReadOnlySpan<byte> record, int offset) => MemoryMarshal.Read<uint>(record[offset..]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(Span<byte> record, int offset, uint value) =>
        MemoryMarshal.Write(record[offset..], value);
}
