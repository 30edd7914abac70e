using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;
using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Packs;

namespace Engine.Server.Protocol;

/// <summary>
/// Writes replies in the client's protocol. Types that RESP2 lacks are written as RESP2 clients know them:
/// maps as flat arrays, doubles as bulk strings, booleans as 0 and 1.
/// </summary>
internal sealed class ReplyWriter(ReplyBuffer buffer)
{
    public const int HeaderLength = 32;

    private string _errorCode = "";

    public ReplyBuffer Buffer => buffer;

    /// <summary>2 or 3, as the client chose by HELLO.</summary>
    public int Version { get; set; } = 2;

    public bool IsResp3 => Version == 3;

    public void Ok() => buffer.Write("+OK\r\n"u8);

    public void Pong() => buffer.Write("+PONG\r\n"u8);

    public void Queued() => buffer.Write("+QUEUED\r\n"u8);

    public void SimpleString(ReadOnlySpan<byte> text) => Line((byte)'+', text);

    public void SimpleString(string text) => Line((byte)'+', Encoding.UTF8.GetBytes(text));

    /// <summary>
    /// An error whose sentence starts with its code, such as <c>ERR</c>. Line ends inside become spaces.
    /// </summary>
    public void Error(ReadOnlySpan<byte> sentence)
    {
        Span<byte> space = buffer.Reserve(sentence.Length + 3);
        space[0] = (byte)'-';
        for (int i = 0; i < sentence.Length; i++)
            space[i + 1] = sentence[i] is (byte)'\r' or (byte)'\n' ? (byte)' ' : sentence[i];
        space[sentence.Length + 1] = (byte)'\r';
        space[sentence.Length + 2] = (byte)'\n';
        buffer.Advance(sentence.Length + 3);
        _errorCode = CodeOf(sentence);
    }

    /// <summary>
    /// As <see cref="Error(ReadOnlySpan{byte})"/>; every character is one byte, so arguments may be quoted as they
    /// came.
    /// </summary>
    public void Error(string sentence) => Error(Encoding.Latin1.GetBytes(sentence));

    /// <summary>An error that was counted already, when a command inside this one failed.</summary>
    public void CountedError(ReadOnlySpan<byte> sentence)
    {
        Error(sentence);
        _errorCode = "";
    }

    /// <summary>
    /// The first word of the error that was written since the last call. False when there was none: the command that
    /// ran did not fail, or only commands inside it, which were asked after before.
    /// </summary>
    public bool TryTakeErrorCode(out string code)
    {
        code = _errorCode;
        if (code.Length == 0)
            return false;
        _errorCode = "";
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Integer(long value)
    {
        Span<byte> space = buffer.Reserve(HeaderLength);
        space[0] = (byte)':';
        int length = 1 + Numbers.Format(value, space[1..]);
        space[length] = (byte)'\r';
        space[length + 1] = (byte)'\n';
        buffer.Advance(length + 2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Bulk(ReadOnlySpan<byte> value) =>
        buffer.Advance(EncodeBulk(value, buffer.Reserve(value.Length + HeaderLength)));

    /// <summary>
    /// Writes a bulk string, which is the same in both protocols, into <paramref name="space"/> and returns its length
    /// there: at most <see cref="HeaderLength"/> more than the value's.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int EncodeBulk(ReadOnlySpan<byte> value, Span<byte> space)
    {
        space[0] = (byte)'$';
        int length = 1 + Numbers.Format(value.Length, space[1..]);
        space[length] = (byte)'\r';
        space[length + 1] = (byte)'\n';
        value.CopyTo(space[(length + 2)..]);
        length += value.Length + 2;
        space[length] = (byte)'\r';
        space[length + 1] = (byte)'\n';
        return length + 2;
    }

    /// <summary>An element of a collection as clients see it: an integer by its digits.</summary>
    public void Bulk(PackedElement element)
    {
        if (element.IsInteger)
            BulkInteger(element.Integer);
        else
            Bulk(element.Bytes);
    }

    public void Bulk(string value) => Bulk(Encoding.UTF8.GetBytes(value));

    /// <summary>An integer as a bulk string of its digits.</summary>
    public void BulkInteger(long value)
    {
        Span<byte> digits = stackalloc byte[Numbers.LongLength];
        Bulk(digits[..Numbers.Format(value, digits)]);
    }

    /// <summary>The absent value where a single one is expected.</summary>
    public void Null() => buffer.Write(IsResp3 ? "_\r\n"u8 : "$-1\r\n"u8);

    /// <summary>The absent value where an array is expected.</summary>
    public void NullArray() => buffer.Write(IsResp3 ? "_\r\n"u8 : "*-1\r\n"u8);

    public void Array(long count) => Header((byte)'*', count);

    /// <summary>
    /// Puts the header of an array before elements that were written since the buffer held
    /// <paramref name="start"/> bytes, for arrays whose length shows only while they are written.
    /// </summary>
    public void ArrayFrom(long start, long count)
    {
        byte[] elements = buffer.TakeFrom(start);
        Array(count);
        buffer.Write(elements);
    }

    public void EmptyArray() => Header((byte)'*', 0);

    /// <summary>A map of <paramref name="pairs"/> keys and values, to be written in turn.</summary>
    public void Map(long pairs)
    {
        if (IsResp3)
            Header((byte)'%', pairs);
        else
            Header((byte)'*', pairs * 2);
    }

    public void Set(long count) => Header(IsResp3 ? (byte)'~' : (byte)'*', count);

    /// <summary>A message outside the order of requests and replies; RESP2 subscribers know it as an array.</summary>
    public void Push(int count) => Header(IsResp3 ? (byte)'>' : (byte)'*', count);

    /// <summary>Pairs about the value that follows them. RESP3 only.</summary>
    public void Attribute(int pairs) => Header((byte)'|', pairs);

    public void Boolean(bool value)
    {
        if (IsResp3)
            buffer.Write(value ? "#t\r\n"u8 : "#f\r\n"u8);
        else
            Integer(value ? 1 : 0);
    }

    public void Double(double value)
    {
        Span<byte> digits = stackalloc byte[DoubleText.MaxLength];
        int length = DoubleText.Format(value, digits);
        if (IsResp3)
            Line((byte)',', digits[..length]);
        else
            Bulk(digits[..length]);
    }

    /// <summary>A finite double, not too large, with up to 17 decimals and never an exponent.</summary>
    public void Coordinate(double value)
    {
        Span<byte> digits = stackalloc byte[HeaderLength];
        int length = ExtendedDouble.FromDouble(value).Format(digits);
        if (IsResp3)
            Line((byte)',', digits[..length]);
        else
            Bulk(digits[..length]);
    }

    public void BigNumber(ReadOnlySpan<byte> digits)
    {
        if (IsResp3)
            Line((byte)'(', digits);
        else
            Bulk(digits);
    }

    /// <summary>Text for people, with a three-letter format such as <c>txt</c>.</summary>
    public void Verbatim(string text, ReadOnlySpan<byte> format) => Verbatim(Encoding.UTF8.GetBytes(text), format);

    /// <summary>
    /// As <see cref="Verbatim(string, ReadOnlySpan{byte})"/>; a format of other length is cut or padded.
    /// </summary>
    public void Verbatim(ReadOnlySpan<byte> text, ReadOnlySpan<byte> format)
    {
        const int FormatLength = 3;
        if (!IsResp3)
        {
            Bulk(text);
            return;
        }

        Span<byte> prefix = [(byte)' ', (byte)' ', (byte)' ', (byte)':'];
        format[..Math.Min(format.Length, FormatLength)].CopyTo(prefix);
        Header((byte)'=', text.Length + prefix.Length);
        buffer.Write(prefix);
        buffer.Write(text);
        buffer.Write("\r\n"u8);
    }

    private void Header(byte type, long count)
    {
        Span<byte> space = buffer.Reserve(HeaderLength);
        space[0] = type;
        Utf8Formatter.TryFormat(count, space[1..], out int digits);
        space[digits + 1] = (byte)'\r';
        space[digits + 2] = (byte)'\n';
        buffer.Advance(digits + 3);
    }

    private void Line(byte type, ReadOnlySpan<byte> text)
    {
        Span<byte> space = buffer.Reserve(text.Length + 3);
        space[0] = type;
        text.CopyTo(space[1..]);
        space[text.Length + 1] = (byte)'\r';
        space[text.Length + 2] = (byte)'\n';
        buffer.Advance(text.Length + 3);
    }

    private static string CodeOf(ReadOnlySpan<byte> sentence)
    {
        int space = sentence.IndexOf((byte)' ');
        return Encoding.Latin1.GetString(space < 0 ? sentence : sentence[..space]);
    }
}
