using System.Buffers.Text;
using Engine.Lua.Values;

namespace Engine.Lua.Libraries.Strings;

/// <summary>printf's conversions of integers.</summary>
internal static class IntegerFormat
{
    // A number without sign in base eight, or as many digits as a precision may ask for.
    private const int MaxDigits = 100;
    private const double FirstBeyondSigned = 9223372036854775808.0;

    /// <summary>A C cast to an unsigned integer, as compilers for 64-bit machines do it.</summary>
    public static ulong ToUInt64(double number) => number >= FirstBeyondSigned
        ? unchecked((ulong)LuaNumber.ToInt64(number - FirstBeyondSigned) ^ (1UL << 63))
        : unchecked((ulong)LuaNumber.ToInt64(number));

    public static void AppendSigned(ref ByteWriter writer, in FormatDirective directive, long value)
    {
        ulong magnitude = value < 0 ? unchecked(0UL - (ulong)value) : (ulong)value;
        Span<byte> digits = stackalloc byte[MaxDigits];
        int length = WriteDigits(magnitude, 'D', directive.Precision, digits);
        directive.AppendPadded(
            ref writer, directive.SignOf(value < 0), digits[..length], directive.ZeroPadded && directive.Precision < 0);
    }

    public static void AppendUnsigned(ref ByteWriter writer, in FormatDirective directive, ulong value)
    {
        Span<byte> digits = stackalloc byte[MaxDigits];
        ReadOnlySpan<byte> prefix = default;
        int length;
        switch (directive.Conversion)
        {
            case (byte)'o':
                length = WriteOctal(value, directive, digits);
                break;
            case (byte)'u':
                length = WriteDigits(value, 'D', directive.Precision, digits);
                break;
            default:
                bool upper = directive.Conversion == 'X';
                length = WriteDigits(value, upper ? 'X' : 'x', directive.Precision, digits);
                prefix = directive.Alternative && value != 0 ? upper ? "0X"u8 : "0x"u8 : default;
                break;
        }

        directive.AppendPadded(
            ref writer, prefix, digits[..length], directive.ZeroPadded && directive.Precision < 0);
    }

    // The precision is the least number of digits; zero with precision zero has none.
    private static int WriteDigits(ulong value, char format, int precision, Span<byte> digits)
    {
        if (value == 0 && precision == 0)
        {
            return 0;
        }

        Utf8Formatter.TryFormat(value, digits, out int length, new(format, (byte)Math.Max(precision, 0)));
        return length;
    }

    private static int WriteOctal(ulong value, in FormatDirective directive, Span<byte> digits)
    {
        int least = directive.Precision < 0 ? 1 : directive.Precision;
        int start = digits.Length;
        for (; value != 0; value >>= 3)
        {
            digits[--start] = (byte)('0' + (value & 7));
        }

        while (digits.Length - start < least)
        {
            digits[--start] = (byte)'0';
        }

        if (directive.Alternative && (start == digits.Length || digits[start] != '0'))
        {
            digits[--start] = (byte)'0';
        }

        digits[start..].CopyTo(digits);
        return digits.Length - start;
    }
}
