using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Engine.Lua.Values;

/// <summary>Numbers to text and back, as printf's <c>%.14g</c> and strtod do it.</summary>
internal static class LuaNumber
{
    /// <summary>Room for every number's text.</summary>
    public const int MaxTextLength = 32;

    private const int Digits = 14;
    private const double FirstWithExponent = 1e14;
    private const int CachedIntegers = 256;
    private const ulong PositiveNan = 0x7FF8_0000_0000_0000;

    private static readonly LuaString?[] Cache = new LuaString?[CachedIntegers];

    /// <summary>The text of a number, from a cache for small whole ones.</summary>
    public static LuaString ToLuaString(double number)
    {
        int integer = ToInt32(number);
        if ((uint)integer < CachedIntegers && integer == number && !double.IsNegative(number))
        {
            return Cache[integer] ??= Create(number);
        }

        return Create(number);
    }

    /// <summary>Writes the number as <c>%.14g</c> and returns the length.</summary>
    public static int Format(double number, Span<byte> target)
    {
        if (Math.Abs(number) < FirstWithExponent)
        {
            long integer = (long)number;
            if (integer == number && (integer != 0 || !double.IsNegative(number)))
            {
                Utf8Formatter.TryFormat(integer, target, out int length);
                return length;
            }
        }

        return double.IsFinite(number) ? FormatFinite(number, target) : FormatSpecial(number, target);
    }

    /// <summary>
    /// The number that a string denotes: decimal, hexadecimal, "inf" or "nan", with white space around it.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double number)
    {
        text = Trim(UpToZero(text));
        if (text.IsEmpty)
        {
            number = 0;
            return false;
        }

        bool negative = text[0] == '-';
        ReadOnlySpan<byte> magnitude = negative || text[0] == '+' ? text[1..] : text;
        bool parsed = TryParseMagnitude(magnitude, out number);
        number = negative ? -number : number;
        return parsed;
    }

    /// <summary>A C cast to int: toward zero, and the smallest integer for what does not fit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int ToInt32(double number) =>
        Sse2.IsSupported
            ? Sse2.ConvertToInt32WithTruncation(System.Runtime.Intrinsics.Vector128.CreateScalarUnsafe(number))
            : number > -2147483649.0 && number < 2147483648.0 ? (int)number : int.MinValue;

    /// <summary>A C cast to a 64-bit integer: toward zero, and the smallest integer for what does not fit.</summary>
    public static long ToInt64(double number) =>
        number >= -9223372036854775808.0 && number < 9223372036854775808.0 ? (long)number : long.MinValue;

    private static LuaString Create(double number)
    {
        Span<byte> buffer = stackalloc byte[MaxTextLength];
        return LuaString.FromBytes(buffer[..Format(number, buffer)]);
    }

    // The E format is exact, as printf is: "d.ddddddddddddde+ddd" is taken apart and laid out anew.
    private static int FormatFinite(double number, Span<byte> target)
    {
        Span<byte> scientific = stackalloc byte[MaxTextLength];
        number.TryFormat(scientific, out int length, "E13", CultureInfo.InvariantCulture);
        int mark = scientific[..length].IndexOf((byte)'E');
        int exponent = int.Parse(
            scientific[(mark + 1)..length], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

        int written = 0;
        if (scientific[0] == '-')
        {
            target[written++] = (byte)'-';
            scientific = scientific[1..];
        }

        Span<byte> digits = stackalloc byte[Digits];
        digits[0] = scientific[0];
        scientific.Slice(2, Digits - 1).CopyTo(digits[1..]);
        ReadOnlySpan<byte> significant = digits.TrimEnd((byte)'0');
        if (significant.IsEmpty)
        {
            significant = "0"u8;
        }

        return exponent is < -4 or >= Digits
            ? WriteScientific(significant, exponent, target, written)
            : WriteFixed(significant, exponent, target, written);
    }

    private static int WriteScientific(ReadOnlySpan<byte> digits, int exponent, Span<byte> target, int written)
    {
        target[written++] = digits[0];
        if (digits.Length > 1)
        {
            target[written++] = (byte)'.';
            digits[1..].CopyTo(target[written..]);
            written += digits.Length - 1;
        }

        target[written++] = (byte)'e';
        target[written++] = exponent < 0 ? (byte)'-' : (byte)'+';
        Utf8Formatter.TryFormat(Math.Abs(exponent), target[written..], out int length, new('D', 2));
        return written + length;
    }

    private static int WriteFixed(ReadOnlySpan<byte> digits, int exponent, Span<byte> target, int written)
    {
        if (exponent < 0)
        {
            "0."u8.CopyTo(target[written..]);
            written += 2;
            target.Slice(written, -exponent - 1).Fill((byte)'0');
            written += -exponent - 1;
            digits.CopyTo(target[written..]);
            return written + digits.Length;
        }

        int whole = exponent + 1;
        for (int i = 0; i < Math.Max(whole, digits.Length); i++)
        {
            if (i == whole)
            {
                target[written++] = (byte)'.';
            }

            target[written++] = i < digits.Length ? digits[i] : (byte)'0';
        }

        return written;
    }

    private static int FormatSpecial(double number, Span<byte> target)
    {
        ReadOnlySpan<byte> name = double.IsNaN(number) ? "nan"u8 : "inf"u8;
        int written = 0;
        if (double.IsNegative(number))
        {
            target[written++] = (byte)'-';
        }

        name.CopyTo(target[written..]);
        return written + name.Length;
    }

    /// <summary>What C sees of a string: nothing from the first zero on.</summary>
    public static ReadOnlySpan<byte> UpToZero(ReadOnlySpan<byte> text)
    {
        int zero = text.IndexOf((byte)0);
        return zero < 0 ? text : text[..zero];
    }

    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => text.Trim(" \t\n\v\f\r"u8);

    private static bool TryParseMagnitude(ReadOnlySpan<byte> text, out double number)
    {
        number = 0;
        if (text.IsEmpty)
        {
            return false;
        }

        if (text.Length > 2 && text[0] == '0' && (text[1] | 0x20) == 'x')
        {
            return HexadecimalNumber.TryParse(text[2..], out number);
        }

        if (char.IsAsciiDigit((char)text[0]) || text[0] == '.')
        {
            const NumberStyles style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
            return double.TryParse(text, style, CultureInfo.InvariantCulture, out number);
        }

        return TryParseSpecial(text, out number);
    }

    // The sign of nan is strtod's: positive until a minus stands before it.
    private static bool TryParseSpecial(ReadOnlySpan<byte> text, out double number)
    {
        bool infinite = Ascii(text, "inf"u8) || Ascii(text, "infinity"u8);
        number = infinite ? double.PositiveInfinity : BitConverter.UInt64BitsToDouble(PositiveNan);
        return infinite || Ascii(text, "nan"u8);

        static bool Ascii(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
            System.Text.Ascii.EqualsIgnoreCase(left, right);
    }
}
