using System.Globalization;
using System.Text;
using Engine.Lua.Values;

namespace Engine.Lua.Libraries.Json;

/// <summary>Reads the number at the beginning of a text, as strtod does.</summary>
internal static class JsonNumber
{
    // Sums and powers of ten up to here are exact, and so is their quotient, rounded once.
    private const int ExactDigits = 15;

    private static ReadOnlySpan<double> PowersOfTen =>
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <returns>The length of the number, or 0 when there is none.</returns>
    public static int Read(ReadOnlySpan<byte> text, out double number)
    {
        int sign = text[0] is (byte)'-' or (byte)'+' ? 1 : 0;
        int length = ReadMagnitude(text[sign..], out number);
        if (text[0] == '-')
        {
            number = -number;
        }

        return length == 0 ? 0 : sign + length;
    }

    public static bool StartsWithIgnoringCase(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) =>
        text.Length >= word.Length && Ascii.EqualsIgnoreCase(text[..word.Length], word);

    private static int ReadMagnitude(ReadOnlySpan<byte> text, out double number)
    {
        long digits = 0;
        int position = CountDigits(text, 0, ref digits);
        int whole = position;
        byte next = position < text.Length ? text[position] : (byte)0;
        if (whole > 0 && whole <= ExactDigits && next != '.' && (next | 0x20) is not ('e' or 'x'))
        {
            number = digits;
            return whole;
        }

        if (next == '.')
        {
            position = CountDigits(text, position + 1, ref digits);
            next = position < text.Length ? text[position] : (byte)0;
            int fraction = position - whole - 1;
            if (whole + fraction is > 0 and <= ExactDigits && (next | 0x20) != 'e')
            {
                number = digits / PowersOfTen[fraction];
                return position;
            }
        }

        return ReadRare(text, whole, position, out number);
    }

    private static int CountDigits(ReadOnlySpan<byte> text, int position, ref long digits)
    {
        while (position < text.Length && (uint)(text[position] - '0') <= 9)
        {
            // What overflows has more digits than are used.
            digits = unchecked((digits * 10) + text[position] - '0');
            position++;
        }

        return position;
    }

    /// <summary>Long numbers, exponents, hexadecimal numbers and words.</summary>
    private static int ReadRare(ReadOnlySpan<byte> text, int whole, int position, out double number)
    {
        if (whole == 1 && text[0] == '0' && text.Length > 1 && (text[1] | 0x20) == 'x')
        {
            int length = HexadecimalNumber.Length(text[2..]);
            if (length == 0 || !HexadecimalNumber.TryParse(text.Slice(2, length), out number))
            {
                // The zero before the x is a number by itself.
                number = 0;
                return 1;
            }

            return 2 + length;
        }

        bool any = whole > 0 || position > whole + 1;
        if (!any)
        {
            return ReadWord(text, out number);
        }

        int end = position + ExponentLength(text[position..]);
        number = double.Parse(
            text[..end],
            NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture);
        return end;
    }

    private static int ExponentLength(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || (text[0] | 0x20) != 'e')
        {
            return 0;
        }

        int position = text.Length > 1 && text[1] is (byte)'-' or (byte)'+' ? 2 : 1;
        int digits = 0;
        while (position + digits < text.Length && char.IsAsciiDigit((char)text[position + digits]))
        {
            digits++;
        }

        return digits == 0 ? 0 : position + digits;
    }

    private static int ReadWord(ReadOnlySpan<byte> text, out double number)
    {
        // The sign of NaN is what stands before it.
        number = NaN.Positive;
        if (StartsWithIgnoringCase(text, "nan"u8))
        {
            return 3 + PayloadLength(text[3..]);
        }

        number = double.PositiveInfinity;
        return StartsWithIgnoringCase(text, "infinity"u8) ? 8 : StartsWithIgnoringCase(text, "inf"u8) ? 3 : 0;
    }

    /// <summary>The length of letters, digits and underscores in parentheses, which belong to NaN.</summary>
    private static int PayloadLength(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] != '(')
        {
            return 0;
        }

        int end = 1;
        while (end < text.Length && (char.IsAsciiLetterOrDigit((char)text[end]) || text[end] == '_'))
        {
            end++;
        }

        return end < text.Length && text[end] == ')' ? end + 1 : 0;
    }
}
