using System.Globalization;
using System.Numerics;
using System.Text;

namespace Engine.Server.DataTypes;

internal readonly partial struct ExtendedDouble
{
    private const int LongestText = 5 * 1024 - 1;

    /// <summary>Powers of ten beyond these are infinite or zero; exponents are read no further than this.</summary>
    private const int HighestPowerOfTen = 4932;
    private const int LowestPowerOfTen = -4951;
    private const int ReadableExponent = 1_000_000;

    /// <summary>
    /// Reads what C reads: decimal and hexadecimal fractions, exponents, infinity. The whole text must be the number,
    /// and a number that is too large or rounds to zero is none.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out ExtendedDouble value)
    {
        value = default;
        if (text.IsEmpty || text.Length > LongestText)
            return false;
        bool isNegative = text[0] == (byte)'-';
        ReadOnlySpan<byte> unsigned = isNegative || text[0] == (byte)'+' ? text[1..] : text;
        if (Ascii.EqualsIgnoreCase(unsigned, "inf"u8) || Ascii.EqualsIgnoreCase(unsigned, "infinity"u8))
        {
            value = Infinity(isNegative);
            return true;
        }

        bool isHexadecimal = unsigned.Length > 1 && unsigned[0] == (byte)'0' && (unsigned[1] | 0x20) == 'x';
        return isHexadecimal
            ? TryParseHexadecimal(unsigned[2..], isNegative, out value)
            : TryParseDecimal(unsigned, isNegative, out value);
    }

    private static bool TryParseDecimal(ReadOnlySpan<byte> text, bool isNegative, out ExtendedDouble value)
    {
        value = default;
        Span<char> digits = stackalloc char[LongestText];
        int count = 0;
        int power = 0;
        bool hasDigits = false;
        bool hasPoint = false;
        int i = 0;
        for (; i < text.Length; i++)
        {
            if (char.IsAsciiDigit((char)text[i]))
            {
                hasDigits = true;
                power -= hasPoint ? 1 : 0;
                if (count > 0 || text[i] != '0')
                    digits[count++] = (char)text[i];
            }
            else if (text[i] == '.' && !hasPoint)
            {
                hasPoint = true;
            }
            else
            {
                break;
            }
        }

        if (!hasDigits || !TryParseExponent(text[i..], 'e', out int exponent))
            return false;
        if (count == 0)
            return true;
        power += exponent;
        if (power + count - 1 > HighestPowerOfTen || power + count <= LowestPowerOfTen)
            return false;
        value = Scale(digits[..count], power, isNegative);
        return value.IsFinite && !value.IsZero;
    }

    /// <summary>The rest of a number: nothing, or a letter and a power.</summary>
    private static bool TryParseExponent(ReadOnlySpan<byte> text, char letter, out int exponent)
    {
        exponent = 0;
        if (text.IsEmpty)
            return true;
        if ((text[0] | 0x20) != letter)
            return false;
        bool isNegative = text.Length > 1 && text[1] == '-';
        bool hasSign = isNegative || (text.Length > 1 && text[1] == '+');
        ReadOnlySpan<byte> digits = text[(hasSign ? 2 : 1)..];
        if (digits.IsEmpty)
            return false;
        foreach (byte digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit))
                return false;
            exponent = Math.Min(exponent * 10 + digit - '0', ReadableExponent);
        }

        exponent = isNegative ? -exponent : exponent;
        return true;
    }

    /// <summary><paramref name="digits"/> * 10^<paramref name="power"/> to the nearest even.</summary>
    private static ExtendedDouble Scale(ReadOnlySpan<char> digits, int power, bool isNegative)
    {
        const int DigitsOfWord = 19;
        const int PowersOfWord = 27;
        return digits.Length <= DigitsOfWord && Math.Abs(power) <= PowersOfWord
            ? ScaleWord(ulong.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture), power, isNegative)
            : ScaleLong(BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture), power, isNegative);
    }

    /// <summary>
    /// Both the digits and the power of five fit a word of 64 bits, so that all is exact in 128 bits.
    /// </summary>
    private static ExtendedDouble ScaleWord(ulong digits, int power, bool isNegative)
    {
        ulong fives = 1;
        for (int i = Math.Abs(power); i > 0; i--)
            fives *= 5;
        if (power >= 0)
            return Round(isNegative, (UInt128)digits * fives, power, hasRest: false);

        // With its top bit set the dividend gives a quotient of at least 65 bits: one more than the significand's.
        int shift = 64 + BitOperations.LeadingZeroCount(digits);
        (UInt128 quotient, UInt128 rest) = UInt128.DivRem((UInt128)digits << shift, fives);
        return Round(isNegative, quotient, power - shift, rest != 0);
    }

    private static ExtendedDouble ScaleLong(BigInteger digits, int power, bool isNegative)
    {
        BigInteger fives = BigInteger.Pow(5, Math.Abs(power));
        if (power >= 0)
            return RoundLong(isNegative, digits * fives, power, hasRest: false);
        int shift = Math.Max(0, 128 + (int)(fives.GetBitLength() - digits.GetBitLength()));
        BigInteger quotient = BigInteger.DivRem(digits << shift, fives, out BigInteger rest);
        return RoundLong(isNegative, quotient, power - shift, !rest.IsZero);
    }

    private static ExtendedDouble RoundLong(bool isNegative, BigInteger magnitude, int exponent, bool hasRest)
    {
        int surplus = Math.Max(0, (int)magnitude.GetBitLength() - 128);
        BigInteger head = magnitude >> surplus;
        return Round(isNegative, (UInt128)head, exponent + surplus, hasRest || head << surplus != magnitude);
    }

    private static bool TryParseHexadecimal(ReadOnlySpan<byte> text, bool isNegative, out ExtendedDouble value)
    {
        value = default;
        UInt128 magnitude = 0;
        int power = 0;
        bool hasRest = false;
        bool hasDigits = false;
        bool hasPoint = false;
        int i = 0;
        for (; i < text.Length; i++)
        {
            if (char.IsAsciiHexDigit((char)text[i]))
            {
                uint digit = (uint)(text[i] <= '9' ? text[i] - '0' : (text[i] | 0x20) - 'a' + 10);
                bool isFull = magnitude >> 124 != 0;
                hasDigits = true;
                hasRest |= isFull && digit != 0;
                magnitude = isFull ? magnitude : magnitude << 4 | digit;
                power += (isFull ? 4 : 0) - (hasPoint ? 4 : 0);
            }
            else if (text[i] == '.' && !hasPoint)
            {
                hasPoint = true;
            }
            else
            {
                break;
            }
        }

        if (!hasDigits || !TryParseExponent(text[i..], 'p', out int exponent))
            return false;
        if (magnitude == 0)
            return true;
        value = Round(isNegative, magnitude, power + exponent, hasRest);
        return value.IsFinite && !value.IsZero;
    }
}
