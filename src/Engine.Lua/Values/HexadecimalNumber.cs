namespace Engine.Lua.Values;

/// <summary>Hexadecimal numbers as strtod of C99 reads them: digits, a fraction, a binary exponent.</summary>
internal static class HexadecimalNumber
{
    private const int LargestExponent = 100_000;

    /// <summary>Reads what follows "0x"; all of it must belong to the number.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double number)
    {
        number = 0;
        int exponent = 0;
        bool point = false;
        bool any = false;
        int position = 0;
        for (; position < text.Length; position++)
        {
            byte character = text[position];
            if (character == '.' && !point)
            {
                point = true;
            }
            else if (char.IsAsciiHexDigit((char)character))
            {
                number = (number * 16) + Convert.ToInt32(((char)character).ToString(), 16);
                exponent -= point ? 4 : 0;
                any = true;
            }
            else
            {
                break;
            }
        }

        if (!any || !TryParseExponent(text[position..], ref exponent))
        {
            return false;
        }

        number = Math.ScaleB(number, exponent);
        return true;
    }

    /// <summary>The length of the number that begins a text, without "0x"; 0 when there is none.</summary>
    public static int Length(ReadOnlySpan<byte> text)
    {
        int end = 0;
        int digits = 0;
        bool point = false;
        for (; end < text.Length; end++)
        {
            bool isDigit = char.IsAsciiHexDigit((char)text[end]);
            if (!isDigit && (text[end] != '.' || point))
            {
                break;
            }

            point |= !isDigit;
            digits += isDigit ? 1 : 0;
        }

        return digits == 0 ? 0 : end + ExponentLength(text[end..]);
    }

    private static int ExponentLength(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || (text[0] | 0x20) != 'p')
        {
            return 0;
        }

        int start = text.Length > 1 && text[1] is (byte)'-' or (byte)'+' ? 2 : 1;
        int end = start;
        while (end < text.Length && char.IsAsciiDigit((char)text[end]))
        {
            end++;
        }

        return end == start ? 0 : end;
    }

    private static bool TryParseExponent(ReadOnlySpan<byte> text, ref int exponent)
    {
        if (text.IsEmpty)
        {
            return true;
        }

        bool signed = text.Length > 1 && text[1] is (byte)'-' or (byte)'+';
        ReadOnlySpan<byte> digits = text[(signed ? 2 : 1)..];
        if ((text[0] | 0x20) != 'p' || digits.IsEmpty || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return false;
        }

        int written = 0;
        foreach (byte digit in digits)
        {
            written = Math.Min((written * 10) + digit - '0', LargestExponent);
        }

        exponent += text[1] == '-' ? -written : written;
        return true;
    }
}
