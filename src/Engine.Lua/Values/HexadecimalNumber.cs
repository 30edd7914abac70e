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
