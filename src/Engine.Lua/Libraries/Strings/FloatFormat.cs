using System.Buffers.Text;
using System.Globalization;

namespace Engine.Lua.Libraries.Strings;

/// <summary>printf's conversions of floating-point numbers: exact digits, rounded half to even.</summary>
internal static class FloatFormat
{
    private const int DefaultPrecision = 6;

    // 309 digits, a point, and 99 more, which is the largest precision.
    private const int MaxLength = 512;

    public static void Append(ref ByteWriter writer, in FormatDirective directive, double value)
    {
        bool upper = char.IsAsciiLetterUpper((char)directive.Conversion);
        ReadOnlySpan<byte> sign = directive.SignOf(double.IsNegative(value));
        if (!double.IsFinite(value))
        {
            ReadOnlySpan<byte> name = double.IsNaN(value) ? upper ? "NAN"u8 : "nan"u8 : upper ? "INF"u8 : "inf"u8;
            directive.AppendPadded(ref writer, sign, name, zeroPadded: false);
            return;
        }

        int precision = directive.Precision < 0 ? DefaultPrecision : directive.Precision;
        Span<byte> body = stackalloc byte[MaxLength];
        double magnitude = Math.Abs(value);
        int length = (directive.Conversion | 0x20) switch
        {
            'f' => WriteFixed(magnitude, precision, directive.Alternative, body),
            'e' => WriteScientific(magnitude, precision, directive.Alternative, upper, body),
            _ => WriteGeneral(magnitude, Math.Max(precision, 1), directive.Alternative, upper, body),
        };
        directive.AppendPadded(ref writer, sign, body[..length], directive.ZeroPadded);
    }

    /// <summary>Writes a finite number as %g with a precision of at least 1, and its sign.</summary>
    public static int WriteGeneral(double value, int precision, Span<byte> target)
    {
        int sign = 0;
        if (double.IsNegative(value))
        {
            target[sign++] = (byte)'-';
        }

        return sign + WriteGeneral(Math.Abs(value), precision, keepsZeros: false, upper: false, target[sign..]);
    }

    private static int WriteFixed(double value, int precision, bool alwaysPoint, Span<byte> target)
    {
        WriteInvariant(value, 'F', precision, target, out int length);
        if (precision == 0 && alwaysPoint)
        {
            target[length++] = (byte)'.';
        }

        return length;
    }

    private static int WriteScientific(double value, int precision, bool alwaysPoint, bool upper, Span<byte> target)
    {
        WriteInvariant(value, 'E', precision, target, out int length);
        int mark = target[..length].IndexOf((byte)'E');
        int exponent = ReadExponent(target[mark..length]);
        if (precision == 0 && alwaysPoint)
        {
            target[mark++] = (byte)'.';
        }

        return mark + WriteExponent(exponent, upper, target[mark..]);
    }

    private static int WriteGeneral(double value, int precision, bool keepsZeros, bool upper, Span<byte> target)
    {
        Span<byte> scientific = stackalloc byte[MaxLength];
        WriteInvariant(value, 'E', precision - 1, scientific, out int length);
        int mark = scientific[..length].IndexOf((byte)'E');
        int exponent = ReadExponent(scientific[mark..length]);
        int written;
        if (exponent >= -4 && exponent < precision)
        {
            written = WriteFixed(value, precision - 1 - exponent, keepsZeros, target);
            return keepsZeros ? written : TrimZeros(target[..written]);
        }

        scientific[..mark].CopyTo(target);
        written = keepsZeros ? mark : TrimZeros(target[..mark]);
        if (keepsZeros && precision == 1)
        {
            target[written++] = (byte)'.';
        }

        return written + WriteExponent(exponent, upper, target[written..]);
    }

    private static int TrimZeros(ReadOnlySpan<byte> digits) =>
        digits.Contains((byte)'.') ? digits.TrimEnd((byte)'0').TrimEnd((byte)'.').Length : digits.Length;

    private static int ReadExponent(ReadOnlySpan<byte> text) =>
        int.Parse(text[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    // At least two digits, as C has it.
    private static int WriteExponent(int exponent, bool upper, Span<byte> target)
    {
        target[0] = (byte)(upper ? 'E' : 'e');
        target[1] = (byte)(exponent < 0 ? '-' : '+');
        Utf8Formatter.TryFormat(Math.Abs(exponent), target[2..], out int length, new('D', 2));
        return length + 2;
    }

    private static void WriteInvariant(double value, char format, int precision, Span<byte> target, out int length)
    {
        Span<char> specifier = stackalloc char[4];
        specifier[0] = format;
        precision.TryFormat(specifier[1..], out int digits, default, CultureInfo.InvariantCulture);
        value.TryFormat(target, out length, specifier[..(digits + 1)], CultureInfo.InvariantCulture);
    }
}
