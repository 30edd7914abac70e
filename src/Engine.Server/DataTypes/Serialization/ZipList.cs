using System.Buffers.Binary;
using Engine.Server.DataTypes.Packs;

namespace Engine.Server.DataTypes.Serialization;

/// <summary>
/// Reads the layout of small collections before Redis 7.0, which may have been tampered with:
/// <code>
/// u32 bytes of the whole, u32 offset of the last entry, u16 count (65535: not known), entries, 0xFF
/// </code>
/// An entry is the length of the one before it (a byte, or 0xFE and a u32), a code, and what the code announces.
/// </summary>
internal ref struct ZipList
{
    private const int HeaderLength = 10;
    private const byte End = 0xFF;
    private const byte LongPreviousLength = 0xFE;
    private const int UnknownCount = ushort.MaxValue;

    // Codes below 0xC0 announce text: the length in 6 bits, in 14 bits, or in a u32 with its highest byte first.
    private const byte Text14 = 0x40;
    private const byte Text32 = 0x80;
    private const byte Integer16 = 0xC0;
    private const byte Integer32 = 0xD0;
    private const byte Integer64 = 0xE0;
    private const byte Integer24 = 0xF0;
    private const byte FirstSmallInteger = 0xF1;
    private const byte LastSmallInteger = 0xFD;
    private const byte Integer8 = 0xFE;

    private readonly ReadOnlySpan<byte> _bytes;
    private int _next = HeaderLength;
    private int _previousStart;
    private int _count;

    public ZipList(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        IsBroken = bytes.Length <= HeaderLength
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != (uint)bytes.Length
            || bytes[^1] != End;
        _previousStart = HeaderLength;
    }

    /// <summary>It is not well-formed. What was read before that showed must not be used.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Reads the next element; false at the end, and when the rest is not well-formed.</summary>
    public bool TryRead(out PackedElement element)
    {
        element = default;
        if (IsBroken)
            return false;
        if (_next == _bytes.Length - 1)
        {
            IsBroken = !IsHeaderTrue();
            return false;
        }

        int start = _next;
        IsBroken = !TryReadPreviousLength(out uint previousLength)
            || previousLength != (uint)(start - _previousStart)
            || !TryReadElement(out element);
        _previousStart = start;
        _count++;
        return !IsBroken;
    }

    private readonly bool IsHeaderTrue()
    {
        int count = BinaryPrimitives.ReadUInt16LittleEndian(_bytes[8..]);
        return BinaryPrimitives.ReadUInt32LittleEndian(_bytes[4..]) == (uint)_previousStart
            && (count == UnknownCount || count == _count);
    }

    private bool TryReadPreviousLength(out uint length)
    {
        length = _bytes[_next++];
        if (length < LongPreviousLength)
            return true;
        if (length == End || !TryTake(sizeof(uint), out ReadOnlySpan<byte> bytes))
            return false;
        length = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        return true;
    }

    private bool TryReadElement(out PackedElement element)
    {
        element = default;
        if (!TryTake(1, out ReadOnlySpan<byte> code))
            return false;
        if (code[0] < Integer16)
        {
            if (!TryReadTextLength(code[0], out uint length) || !TryTake(length, out ReadOnlySpan<byte> text))
                return false;
            element = new PackedElement(text);
            return true;
        }

        if (code[0] is >= FirstSmallInteger and <= LastSmallInteger)
        {
            element = new PackedElement(code[0] - FirstSmallInteger);
            return true;
        }

        int width = WidthOf(code[0]);
        if (width == 0 || !TryTake((uint)width, out ReadOnlySpan<byte> bytes))
            return false;
        element = new PackedElement(ReadInteger(bytes));
        return true;
    }

    private bool TryReadTextLength(byte code, out uint length)
    {
        length = code;
        if (code < Text14)
            return true;
        if (code < Text32)
        {
            bool hasByte = TryTake(1, out ReadOnlySpan<byte> low);
            length = hasByte ? (uint)((code & 0x3F) << 8 | low[0]) : 0;
            return hasByte;
        }

        if (code != Text32 || !TryTake(sizeof(uint), out ReadOnlySpan<byte> bytes))
            return false;
        length = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        return true;
    }

    /// <summary>The bytes of an integer, 0 for a code that is none.</summary>
    private static int WidthOf(byte code) => code switch
    {
        Integer8 => 1,
        Integer16 => 2,
        Integer24 => 3,
        Integer32 => 4,
        Integer64 => 8,
        _ => 0,
    };

    private static long ReadInteger(ReadOnlySpan<byte> bytes)
    {
        long value = (sbyte)bytes[^1];
        for (int i = bytes.Length - 2; i >= 0; i--)
            value = value << 8 | bytes[i];
        return value;
    }

    /// <summary>Takes bytes that must lie before the last one.</summary>
    private bool TryTake(uint count, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (count > (uint)(_bytes.Length - 1 - _next))
            return false;
        bytes = _bytes.Slice(_next, (int)count);
        _next += (int)count;
        return true;
    }
}
