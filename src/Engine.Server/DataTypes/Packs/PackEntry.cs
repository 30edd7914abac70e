using System.Buffers.Binary;

namespace Engine.Server.DataTypes.Packs;

/// <summary>
/// A value as a list pack stores it: as an integer in the fewest bytes if it is the only spelling of one, else as
/// bytes; then the length of that once more, backwards, so that a pack can be walked from its end.
/// </summary>
internal readonly ref struct PackEntry
{
    private const byte Integer13 = 0xC0;
    private const byte Text12 = 0xE0;
    private const byte Text6 = 0x80;

    private readonly ReadOnlySpan<byte> _text;
    private readonly long _integer;

    /// <summary>The code of the integer's width, 0 for text.</summary>
    private readonly byte _code;

    private readonly int _encodedLength;

    public PackEntry(ReadOnlySpan<byte> value)
    {
        _text = value;
        (_code, _encodedLength) = Numbers.TryParse(value, out _integer)
            ? FormOf(_integer)
            : ((byte)0, LengthOfCode(value.Length) + value.Length);
        Length = _encodedLength + LengthOfBackLength(_encodedLength);
    }

    public PackEntry(long value)
    {
        _integer = value;
        (_code, _encodedLength) = FormOf(value);
        Length = _encodedLength + LengthOfBackLength(_encodedLength);
    }

    /// <summary>Bytes of the whole entry.</summary>
    public int Length { get; }

    /// <summary>The most that a text of so many bytes takes, whether it spells an integer or not.</summary>
    public static int LongestFor(int textLength)
    {
        int encodedLength = LengthOfCode(textLength) + textLength;
        return encodedLength + LengthOfBackLength(encodedLength);
    }

    /// <summary>How many bytes say that an entry has <paramref name="encodedLength"/> bytes before them.</summary>
    public static int LengthOfBackLength(int encodedLength) => encodedLength switch
    {
        // The bounds are Redis's own: a length that would just fit is written with one more byte.
        <= 127 => 1,
        < 16383 => 2,
        < 2097151 => 3,
        < 268435455 => 4,
        _ => 5,
    };

    public void Write(Span<byte> destination)
    {
        if (_code != 0)
            WriteInteger(destination);
        else
            WriteText(destination);
        WriteBackLength(destination.Slice(_encodedLength, Length - _encodedLength));
    }

    private static int LengthOfCode(int textLength) => textLength switch
    {
        < 1 << 6 => 1,
        < 1 << 12 => 2,
        _ => 5,
    };

    private static (byte Code, int EncodedLength) FormOf(long value) => value switch
    {
        >= 0 and <= 127 => (ListPack.Integer7, 1),
        >= -4096 and <= 4095 => (Integer13, 2),
        >= short.MinValue and <= short.MaxValue => (ListPack.Integer16, 3),
        >= -(1 << 23) and < 1 << 23 => (ListPack.Integer24, 4),
        >= int.MinValue and <= int.MaxValue => (ListPack.Integer32, 5),
        _ => (ListPack.Integer64, 9),
    };

    private void WriteInteger(Span<byte> destination)
    {
        if (_code == ListPack.Integer7)
        {
            destination[0] = (byte)_integer;
            return;
        }
        if (_code == Integer13)
        {
            destination[0] = (byte)(Integer13 | ((_integer >> 8) & 0x1F));
            destination[1] = (byte)_integer;
            return;
        }

        destination[0] = _code;
        long rest = _integer;
        foreach (ref byte digit in destination[1.._encodedLength])
        {
            digit = (byte)rest;
            rest >>= 8;
        }
    }

    private void WriteText(Span<byte> destination)
    {
        int length = _text.Length;
        switch (LengthOfCode(length))
        {
            case 1:
                destination[0] = (byte)(Text6 | length);
                break;
            case 2:
                destination[0] = (byte)(Text12 | length >> 8);
                destination[1] = (byte)length;
                break;
            default:
                destination[0] = ListPack.Text32;
                BinaryPrimitives.WriteInt32LittleEndian(destination[1..], length);
                break;
        }
        _text.CopyTo(destination[(_encodedLength - length)..]);
    }

    /// <summary>Seven bits a byte, the highest first; all but the first byte have their top bit set.</summary>
    private void WriteBackLength(Span<byte> destination)
    {
        int rest = _encodedLength;
        for (int i = destination.Length - 1; i > 0; i--)
        {
            destination[i] = (byte)(rest & 0x7F | 0x80);
            rest >>= 7;
        }
        destination[0] = (byte)rest;
    }
}
