using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Engine.Server.DataTypes.Packs;

/// <summary>
/// Elements one after the other in Redis's listpack layout, read in place:
/// <code>
/// u32 bytes of the whole, u16 count of elements (65535: not known), entries, 0xFF
/// </code>
/// A position is the offset of an entry; -1 stands for "none". A span that is handed in may go on behind the pack.
/// Every pack in the keyspace is well-formed: <see cref="IsValid"/> is asked before bytes from outside become one.
/// </summary>
internal static partial class ListPack
{
    public const int HeaderLength = 6;
    public const int EmptyLength = HeaderLength + 1;

    // Codes in the first byte of an entry. Below 0x80 lies an integer of 7 bits, below 0xC0 a text of up to 63 bytes,
    // below 0xE0 a signed integer of 13 bits, below 0xF0 a text of up to 4095 bytes.
    internal const byte Integer7 = 0x7F;
    internal const byte Text32 = 0xF0;
    internal const byte Integer16 = 0xF1;
    internal const byte Integer24 = 0xF2;
    internal const byte Integer32 = 0xF3;
    internal const byte Integer64 = 0xF4;
    internal const byte End = 0xFF;

    private const int UnknownCount = ushort.MaxValue;

    /// <summary>Makes an empty pack of <paramref name="block"/>.</summary>
    public static void Initialise(Span<byte> block)
    {
        SetLength(block, EmptyLength);
        BinaryPrimitives.WriteUInt16LittleEndian(block[4..], 0);
        block[HeaderLength] = End;
    }

    /// <summary>Bytes of the whole pack.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Length(ReadOnlySpan<byte> pack) => BinaryPrimitives.ReadInt32LittleEndian(pack);

    /// <summary>The number of elements; a pack of 65535 or more has to be walked for it.</summary>
    public static int Count(ReadOnlySpan<byte> pack)
    {
        int count = HeaderCount(pack);
        return count == UnknownCount ? CountFrom(pack, HeaderLength) : count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int First(ReadOnlySpan<byte> pack) => pack[HeaderLength] == End ? -1 : HeaderLength;

    public static int Last(ReadOnlySpan<byte> pack) => Previous(pack, Length(pack) - 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Next(ReadOnlySpan<byte> pack, int position)
    {
        int next = position + EntryLength(pack, position);
        return pack[next] == End ? -1 : next;
    }

    /// <param name="pack">The pack.</param>
    /// <param name="position">The position of an element, or of the pack's last byte.</param>
    public static int Previous(ReadOnlySpan<byte> pack, int position) =>
        position == HeaderLength ? -1 : position - EntryLengthBefore(pack, position);

    /// <summary>The position of the element at <paramref name="index"/>, counted from the end if negative.</summary>
    public static int At(ReadOnlySpan<byte> pack, long index)
    {
        int count = Count(pack);
        if (index < 0)
            index += count;
        if (index < 0 || index >= count)
            return -1;

        int position;
        if (index < count / 2)
        {
            position = HeaderLength;
            for (; index > 0; index--)
                position += EntryLength(pack, position);
            return position;
        }

        position = Length(pack) - 1;
        for (; index < count; index++)
            position -= EntryLengthBefore(pack, position);
        return position;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PackedElement Read(ReadOnlySpan<byte> pack, int position) => Read(pack, position, out _);

    /// <summary>Reads an element, and tells where the next one begins (-1 after the last).</summary>
    public static PackedElement Read(ReadOnlySpan<byte> pack, int position, out int next)
    {
        int encodedLength = EncodedLength(pack, position);
        next = position + encodedLength + PackEntry.LengthOfBackLength(encodedLength);
        if (pack[next] == End)
            next = -1;

        byte code = pack[position];
        if (IsTextCode(code))
            return new PackedElement(TextOf(pack, position, encodedLength));
        return new PackedElement(IntegerOf(pack, position));
    }

    internal static void SetLength(Span<byte> pack, int length) =>
        BinaryPrimitives.WriteInt32LittleEndian(pack, length);

    /// <summary>Notes that elements came or went, unless their number has not been known anyway.</summary>
    internal static void ChangeCount(Span<byte> pack, int difference)
    {
        int count = HeaderCount(pack);
        if (count != UnknownCount)
            BinaryPrimitives.WriteUInt16LittleEndian(pack[4..], (ushort)Math.Min(count + difference, UnknownCount));
    }

    /// <summary>The number of elements from the one at <paramref name="position"/> on.</summary>
    internal static int CountFrom(ReadOnlySpan<byte> pack, int position)
    {
        int count = 0;
        for (; pack[position] != End; position += EntryLength(pack, position))
            count++;
        return count;
    }

    /// <summary>Bytes of the entry at <paramref name="position"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int EntryLength(ReadOnlySpan<byte> pack, int position)
    {
        int encodedLength = EncodedLength(pack, position);
        return encodedLength + PackEntry.LengthOfBackLength(encodedLength);
    }

    private static int HeaderCount(ReadOnlySpan<byte> pack) => BinaryPrimitives.ReadUInt16LittleEndian(pack[4..]);

    private static int EntryLengthBefore(ReadOnlySpan<byte> pack, int position)
    {
        int encodedLength = BackLengthBefore(pack, position);
        return encodedLength + PackEntry.LengthOfBackLength(encodedLength);
    }

    private static int BackLengthBefore(ReadOnlySpan<byte> pack, int position)
    {
        int length = 0;
        for (int shift = 0; shift < 35; shift += 7)
        {
            byte part = pack[--position];
            length |= (part & 0x7F) << shift;
            if (part < 0x80)
                return length;
        }
        throw new UnreachableException("An entry of a list pack ends without its length.");
    }

    /// <summary>Bytes of the code and what it stands for, without the length that follows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int EncodedLength(ReadOnlySpan<byte> pack, int position)
    {
        byte code = pack[position];
        if (code < 0x80)
            return 1;
        return code < 0xC0 ? 1 + (code & 0x3F) : EncodedLengthOfRest(pack, position);
    }

    private static int EncodedLengthOfRest(ReadOnlySpan<byte> pack, int position) => pack[position] switch
    {
        < 0xE0 => 2,
        < Text32 => 2 + ((pack[position] & 0xF) << 8 | pack[position + 1]),
        Text32 => 5 + BinaryPrimitives.ReadInt32LittleEndian(pack[(position + 1)..]),
        Integer16 => 3,
        Integer24 => 4,
        Integer32 => 5,
        Integer64 => 9,
        byte code => throw new UnreachableException($"No element of a list pack begins with byte {code}."),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsTextCode(byte code) => (code & 0xC0) == 0x80 || (code >= 0xE0 && code <= Text32);

    private static ReadOnlySpan<byte> TextOf(ReadOnlySpan<byte> pack, int position, int encodedLength)
    {
        int codeLength = pack[position] switch
        {
            < 0xC0 => 1,
            < Text32 => 2,
            _ => 5,
        };
        return pack.Slice(position + codeLength, encodedLength - codeLength);
    }

    private static long IntegerOf(ReadOnlySpan<byte> pack, int position)
    {
        byte code = pack[position];
        ReadOnlySpan<byte> data = pack[(position + 1)..];
        return code switch
        {
            <= Integer7 => code,
            < 0xE0 => ((code & 0x1F) << 8 | data[0]) << 19 >> 19,
            Integer16 => BinaryPrimitives.ReadInt16LittleEndian(data),
            Integer24 => (data[0] << 8 | data[1] << 16 | data[2] << 24) >> 8,
            Integer32 => BinaryPrimitives.ReadInt32LittleEndian(data),
            _ => BinaryPrimitives.ReadInt64LittleEndian(data),
        };
    }
}
