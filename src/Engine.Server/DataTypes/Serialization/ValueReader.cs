using System.Buffers.Binary;
using System.Globalization;

namespace Engine.Server.DataTypes.Serialization;

/// <summary>
/// Reads the parts of serialized values that may have been tampered with. What cannot be read marks the reader as
/// broken and gives zeros and empty strings from then on, so that whoever reads asks <see cref="IsBroken"/> before
/// each element and before using the whole. Nothing is given room that the source has no bytes for.
/// </summary>
internal ref struct ValueReader(ReadOnlySpan<byte> source)
{
    /// <summary>A longer string is refused: no client can have stored it, whatever its limits.</summary>
    private const int LongestText = 1000 * 1024 * 1024;

    private readonly int _length = source.Length;
    private ReadOnlySpan<byte> _rest = source;

    public bool IsBroken { get; private set; }

    /// <summary>
    /// What is broken is that the source ended: how many more bytes were asked for at least. With more of the source
    /// the value may turn out to be sound.
    /// </summary>
    public long MissingBytes { get; private set; }

    /// <summary>Bytes that have been read.</summary>
    public readonly int Position => _length - _rest.Length;

    public bool IsAtEnd => _rest.IsEmpty;

    /// <summary>What was read is not what it should be.</summary>
    public void Break()
    {
        IsBroken = true;
        _rest = default;
    }

    public byte Byte()
    {
        ReadOnlySpan<byte> bytes = Take(1);
        return bytes.IsEmpty ? (byte)0 : bytes[0];
    }

    public double Double()
    {
        ReadOnlySpan<byte> bytes = Take(sizeof(double));
        return bytes.IsEmpty ? 0 : BinaryPrimitives.ReadDoubleLittleEndian(bytes);
    }

    /// <summary>
    /// A score as old versions wrote it: its length in a byte and its decimal text, or a special length.
    /// </summary>
    public double TextDouble()
    {
        const byte NegativeInfinity = 255;
        const byte PositiveInfinity = 254;
        const byte NotANumber = 253;
        byte length = Byte();
        switch (length)
        {
            case NegativeInfinity:
                return double.NegativeInfinity;
            case PositiveInfinity:
                return double.PositiveInfinity;
            case NotANumber:
                return double.NaN;
        }

        if (!double.TryParse(Take(length), NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
            Break();
        return value;
    }

    /// <summary>Seconds, as a signed integer.</summary>
    public int Int32()
    {
        ReadOnlySpan<byte> bytes = Take(sizeof(int));
        return bytes.IsEmpty ? 0 : BinaryPrimitives.ReadInt32LittleEndian(bytes);
    }

    /// <summary>Milliseconds, as a signed integer.</summary>
    public long Int64()
    {
        ReadOnlySpan<byte> bytes = Take(sizeof(long));
        return bytes.IsEmpty ? 0 : BinaryPrimitives.ReadInt64LittleEndian(bytes);
    }

    /// <summary>So many bytes as they are; none when there are not so many.</summary>
    public ReadOnlySpan<byte> Bytes(int count) => Take(count);

    /// <summary>A length or a number of elements.</summary>
    public long Length()
    {
        ulong length = Number();
        if (length <= long.MaxValue)
            return (long)length;
        Break();
        return 0;
    }

    /// <summary>A number in the form of a length, up to the largest of 64 bits.</summary>
    public ulong Number()
    {
        byte first = Byte();
        if ((first & SerializedLength.FormBits) != SerializedLength.FormBits)
            return Number(first);
        Break();
        return 0;
    }

    /// <summary>
    /// A string, which is valid until <paramref name="buffer"/> is used again.
    /// </summary>
    public ReadOnlySpan<byte> Text(TextBuffer buffer)
    {
        byte first = Byte();
        if ((first & SerializedLength.FormBits) != SerializedLength.FormBits)
        {
            ulong length = Number(first);
            return length == 0 ? default : Take((long)Math.Min(length, long.MaxValue));
        }

        switch (first)
        {
            case SerializedLength.Int8:
                ReadOnlySpan<byte> one = Take(1);
                return one.IsEmpty ? default : Digits((sbyte)one[0], buffer);
            case SerializedLength.Int16:
                ReadOnlySpan<byte> two = Take(sizeof(short));
                return two.IsEmpty ? default : Digits(BinaryPrimitives.ReadInt16LittleEndian(two), buffer);
            case SerializedLength.Int32:
                ReadOnlySpan<byte> four = Take(sizeof(int));
                return four.IsEmpty ? default : Digits(BinaryPrimitives.ReadInt32LittleEndian(four), buffer);
            case SerializedLength.Compressed:
                return Compressed(buffer);
            default:
                Break();
                return default;
        }
    }

    private ulong Number(byte first)
    {
        switch (first)
        {
            case < SerializedLength.In14Bits:
                return first;
            case < SerializedLength.In32Bits:
                return (ulong)((first & SerializedLength.ValueBits) << 8 | Byte());
            case SerializedLength.In32Bits:
                ReadOnlySpan<byte> four = Take(sizeof(uint));
                return four.IsEmpty ? 0 : BinaryPrimitives.ReadUInt32BigEndian(four);
            case SerializedLength.In64Bits:
                ReadOnlySpan<byte> eight = Take(sizeof(long));
                return eight.IsEmpty ? 0 : BinaryPrimitives.ReadUInt64BigEndian(eight);
            default:
                Break();
                return 0;
        }
    }

    private ReadOnlySpan<byte> Compressed(TextBuffer buffer)
    {
        ReadOnlySpan<byte> empty = default;
        long compressedLength = Length();
        long length = Length();
        ReadOnlySpan<byte> compressed = Take(compressedLength);
        if (length > LongestText || !Lzf.IsPlausible(compressed.Length, length))
        {
            Break();
            return empty;
        }

        Span<byte> text = buffer.Take((int)length);
        if (Lzf.TryDecompress(compressed, text))
            return text;
        Break();
        return empty;
    }

    private static ReadOnlySpan<byte> Digits(long value, TextBuffer buffer)
    {
        Span<byte> digits = buffer.Take(Numbers.LongLength);
        return digits[..Numbers.Format(value, digits)];
    }

    private ReadOnlySpan<byte> Take(long count)
    {
        if (count > _rest.Length || count > LongestText)
        {
            if (!IsBroken && count <= LongestText)
                MissingBytes = count - _rest.Length;
            Break();
            return default;
        }

        ReadOnlySpan<byte> taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }
}
