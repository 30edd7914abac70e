using System.Buffers.Binary;

namespace Engine.Server.DataTypes.Serialization;

/// <summary>
/// Writes the parts of serialized values to a buffer that grows: lengths, strings in their shortest form, numbers.
/// </summary>
internal sealed class ValueWriter
{
    /// <summary>A larger buffer is not kept for the next value.</summary>
    private const int KeptBytes = 1 << 20;

    /// <summary>Longer strings are compressed.</summary>
    private const int LongestUncompressed = 20;

    /// <summary>What compression must save at least.</summary>
    private const int LeastSaving = 4;

    /// <summary>No longer text is a 32-bit integer.</summary>
    private const int LongestIntegerText = 11;

    private LzfCompressor? _compressor;
    private byte[] _buffer = [];
    private int _length;

    /// <summary>Whether strings are compressed that get shorter by it: <c>rdbcompression</c>.</summary>
    public bool Compresses { get; set; } = true;

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>Starts anew.</summary>
    public void Clear()
    {
        _length = 0;
        if (_buffer.Length > KeptBytes)
            _buffer = [];
    }

    public void Byte(byte value) => Reserve(1)[0] = value;

    public void Type(SerializedType type) => Byte((byte)type);

    public void Bytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    public void UInt16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Reserve(sizeof(ushort)), value);

    public void UInt64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Reserve(sizeof(ulong)), value);

    public void Int64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Reserve(sizeof(long)), value);

    public void Double(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Reserve(sizeof(double)), value);

    /// <summary>A length or a number of elements, in one to nine bytes.</summary>
    public void Length(long length) => Number((ulong)length);

    /// <summary>A number in the form of a length.</summary>
    public void Number(ulong length)
    {
        switch (length)
        {
            case < 1 << 6:
                Byte((byte)length);
                break;
            case < 1 << 14:
                Byte((byte)(SerializedLength.In14Bits | (int)(length >> 8)));
                Byte((byte)length);
                break;
            case <= uint.MaxValue:
                Byte(SerializedLength.In32Bits);
                BinaryPrimitives.WriteUInt32BigEndian(Reserve(sizeof(uint)), (uint)length);
                break;
            default:
                Byte(SerializedLength.In64Bits);
                BinaryPrimitives.WriteUInt64BigEndian(Reserve(sizeof(ulong)), length);
                break;
        }
    }

    /// <summary>
    /// A string: as an integer if it spells a small one, compressed if that saves something, or as it is.
    /// </summary>
    public void Text(ReadOnlySpan<byte> text)
    {
        if (text.Length <= LongestIntegerText && Numbers.TryParse(text, out long integer) && TryInteger(integer))
            return;
        if (Compresses && text.Length > LongestUncompressed && TryCompressed(text))
            return;
        Length(text.Length);
        Bytes(text);
    }

    /// <summary>An integer as a string: in one, two or four bytes, or in its digits if it takes more.</summary>
    public void Integer(long value)
    {
        if (TryInteger(value))
            return;
        Span<byte> digits = stackalloc byte[Numbers.LongLength];
        int length = Numbers.Format(value, digits);
        Length(length);
        Bytes(digits[..length]);
    }

    private bool TryInteger(long value)
    {
        switch (value)
        {
            case >= sbyte.MinValue and <= sbyte.MaxValue:
                Byte(SerializedLength.Int8);
                Byte((byte)value);
                return true;
            case >= short.MinValue and <= short.MaxValue:
                Byte(SerializedLength.Int16);
                BinaryPrimitives.WriteInt16LittleEndian(Reserve(sizeof(short)), (short)value);
                return true;
            case >= int.MinValue and <= int.MaxValue:
                Byte(SerializedLength.Int32);
                BinaryPrimitives.WriteInt32LittleEndian(Reserve(sizeof(int)), (int)value);
                return true;
            default:
                return false;
        }
    }

    private bool TryCompressed(ReadOnlySpan<byte> text)
    {
        // The lengths stand before the compressed bytes and are known only afterwards, so room is left for the longest.
        const int LongestHeader = 1 + 2 * (1 + sizeof(uint));
        int start = _length;
        Span<byte> space = Reserve(LongestHeader + text.Length - LeastSaving)[LongestHeader..];
        _compressor ??= new LzfCompressor();
        int length = _compressor.Compress(text, space);
        _length = start;
        if (length == 0)
            return false;
        Byte(SerializedLength.Compressed);
        Length(length);
        Length(text.Length);
        Bytes(space[..length]);
        return true;
    }

    private Span<byte> Reserve(int bytes)
    {
        if (_buffer.Length - _length < bytes)
            Array.Resize(ref _buffer, (int)Math.Clamp(2L * _buffer.Length, Needed(bytes), Array.MaxLength));
        _length += bytes;
        return _buffer.AsSpan(_length - bytes, bytes);
    }

    private int Needed(int bytes) => Math.Max(256, checked(_length + bytes));
}
