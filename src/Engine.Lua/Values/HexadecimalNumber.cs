namespace Engine.Lua.Values;

/// <summary>Hexadecimal numbers as strtod of C99 reads them: digits, a fraction, a binary exponent.</summary>
internal static class HexadecimalNumber
{
    private const int LargestExponent = 100_000;
    private const ulong FirstFull = 1UL << 60;

    /// <summary>Reads what follows "0x"; all of it must belong to the number.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double number)
    {
        ulong mantissa = 0;
        int exponent = 0;
        bool point = false;
        bool any = false;
        int position = 0;
        number = 0;
        for (; position < text.Length; position++)
        {
            byte character = text[position];
            if (character == '.' && !point)
            {
                point = true;
                continue;
            }

            int digit = DigitOf(character);
            if (digit < 0)
            {
                break;
            }

            Append(digit, point, ref mantissa, ref exponent);
            any = true;
        }

        if (!any || !TryParseExponent(text[position..], ref exponent))
        {
            return false;
        }

        number = Math.ScaleB(mantissa, exponent);
        return true;
    }

    // Digits that no longer fit leave a mark in the last bit, which is enough to round by.
    private static void Append(int digit, bool behindPoint, ref ulong mantissa, ref int exponent)
    {
        if (mantissa < FirstFull)
        {
            mantissa = (mantissa << 4) | (uint)digit;
            exponent -= behindPoint ? 4 : 0;
        }
        else
        {
            mantissa |= digit != 0 ? 1UL : 0;
            exponent += behindPoint ? 0 : 4;
        }
    }

    /// <summary>The length of the number that begins a text, without "0x"; 0 when there is none.</summary>
    public static int Length(ReadOnlySpan<byte> text)
    {
        int end = 0;
        int digits = 0;
        bool point = false;
        for (; end < text.Length; end++)
        {
            bool isDigit = DigitOf(text[end]) >= 0;
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

    private static int DigitOf(byte character) => (char)character switch
    {
        >= '0' and <= '9' => character - '0',
        >= 'a' and <= 'f' => character - 'a' + 10,
        >= 'A' and <= 'F' => character - 'A' + 10,
        _ => -1,
    };
}
