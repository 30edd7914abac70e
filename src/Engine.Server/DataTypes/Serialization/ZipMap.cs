using System.Buffers.Binary;

namespace Engine.Server.DataTypes.Serialization;

/// <summary>
/// Reads the layout of small hashes before Redis 2.6, which may have been tampered with:
/// <code>
/// u8 count (254: not known), then of each field: its length, field, length of the value, unused bytes, value, unused
/// </code>
/// and 0xFF at the end. A length is a byte, or 0xFE and a u32; the byte before the value says how many are unused.
/// </summary>
internal ref struct ZipMap
{
    private const byte End = 0xFF;
    private const byte LongLength = 0xFE;

    private readonly ReadOnlySpan<byte> _bytes;
    private int _next = 1;
    private int _count;

    public ZipMap(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        IsBroken = bytes.Length < 2 || bytes[^1] != End;
    }

    /// <summary>It is not well-formed. What was read before that showed must not be used.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Reads the next field; false at the end, and when the rest is not well-formed.</summary>
    public bool TryRead(out ReadOnlySpan<byte> field, out ReadOnlySpan<byte> value)
    {
        field = value = default;
        if (IsBroken)
            return false;
        if (_next == _bytes.Length - 1)
        {
            IsBroken = _bytes[0] < LongLength && _bytes[0] != _count;
            return false;
        }

        IsBroken = !TryReadLength(out uint fieldLength)
            || !TryTake(fieldLength, out field)
            || !TryReadLength(out uint valueLength)
            || !TryTake(1, out ReadOnlySpan<byte> unused)
            || !TryTake(valueLength, out value)
            || !TryTake(unused[0], out _);
        _count++;
        return !IsBroken;
    }

    private bool TryReadLength(out uint length)
    {
        length = 0;
        if (!TryTake(1, out ReadOnlySpan<byte> first) || first[0] == End)
            return false;
        length = first[0];
        if (length < LongLength)
            return true;
        bool isLong = TryTake(sizeof(uint), out ReadOnlySpan<byte> bytes);
        length = isLong ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : 0;
        return isLong;
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
