using System.Buffers.Text;
using System.Text;

namespace Engine.Lua.Libraries.Json;

/// <summary>What a backslash in a string stands for.</summary>
internal static class JsonEscape
{
    private const int UnicodeLength = 6;

    /// <summary>The index of the quote that ends a string, or the end of the text.</summary>
    public static int FindEnd(ReadOnlySpan<byte> text, int position)
    {
        while (position < text.Length && text[position] != '"')
        {
            position += text[position] == '\\' ? 2 : 1;
        }

        return Math.Min(position, text.Length);
    }

    /// <summary>Decodes the escape at the beginning of a text.</summary>
    /// <returns>The length of the escape, or 0 when there is no such one.</returns>
    public static int Decode(ReadOnlySpan<byte> text, Span<byte> target, out int written)
    {
        byte letter = text.Length > 1 ? text[1] : (byte)0;
        if (letter == 'u')
        {
            return DecodeUnicode(text, target, out written);
        }

        byte value = letter switch
        {
            (byte)'"' or (byte)'\\' or (byte)'/' => letter,
            (byte)'b' => (byte)'\b',
            (byte)'t' => (byte)'\t',
            (byte)'n' => (byte)'\n',
            (byte)'f' => (byte)'\f',
            (byte)'r' => (byte)'\r',
            _ => 0,
        };
        written = value == 0 ? 0 : 1;
        if (value != 0)
        {
            target[0] = value;
        }

        return written * 2;
    }

    // A high surrogate must be followed by a low one; nothing else from that range is accepted.
    private static int DecodeUnicode(ReadOnlySpan<byte> text, Span<byte> target, out int written)
    {
        written = 0;
        if (!TryReadUnit(text, out char unit))
        {
            return 0;
        }

        if (!char.IsSurrogate(unit))
        {
            written = new Rune(unit).EncodeToUtf8(target);
            return UnicodeLength;
        }

        ReadOnlySpan<byte> second = text[UnicodeLength..];
        if (!second.StartsWith("\\u"u8)
            || !TryReadUnit(second, out char low)
            || !Rune.TryCreate(unit, low, out Rune rune))
        {
            return 0;
        }

        written = rune.EncodeToUtf8(target);
        return UnicodeLength * 2;
    }

    private static bool TryReadUnit(ReadOnlySpan<byte> escape, out char unit)
    {
        bool isHexadecimal = Utf8Parser.TryParse(
            escape[2..Math.Min(UnicodeLength, escape.Length)], out ushort value, out int digits, 'x');
        unit = (char)value;
        return isHexadecimal && digits == UnicodeLength - 2;
    }
}
