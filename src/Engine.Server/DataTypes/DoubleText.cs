using System.Globalization;

namespace Engine.Server.DataTypes;

/// <summary>Doubles as C's <c>%.17g</c> prints them, which is how Redis shows them in replies.</summary>
internal static partial class DoubleText
{
    /// <summary>Room for any double in this form.</summary>
    public const int MaxLength = 32;

    private const int Precision = 17;

    public static int Format(double value, Span<byte> destination)
    {
        if (double.IsNaN(value))
            return Copy(double.IsNegative(value) ? "-nan"u8 : "nan"u8, destination);
        if (double.IsInfinity(value))
            return Copy(value > 0 ? "inf"u8 : "-inf"u8, destination);
        if (value == 0)
            return Copy(double.IsNegative(value) ? "-0"u8 : "0"u8, destination);
        if (value == Math.Truncate(value) && Math.Abs(value) < 1e17)
            return Numbers.Format((long)value, destination);
        return FormatGeneral(value, destination);
    }

    private static int FormatGeneral(double value, Span<byte> destination)
    {
        Span<byte> scientific = stackalloc byte[MaxLength];
        Math.Abs(value).TryFormat(scientific, out int length, "E16", CultureInfo.InvariantCulture);
        int marker = scientific.IndexOf((byte)'E');
        bool isSmall = scientific[marker + 1] == '-';
        int magnitude = int.Parse(scientific[(marker + 2)..length], NumberStyles.None, CultureInfo.InvariantCulture);
        Span<byte> digits = stackalloc byte[Precision];
        digits[0] = scientific[0];
        scientific[2..marker].CopyTo(digits[1..]);
        digits = digits.TrimEnd((byte)'0');

        int sign = 0;
        if (value < 0)
            destination[sign++] = (byte)'-';
        int exponent = isSmall ? -magnitude : magnitude;
        return sign + (exponent is < -4 or >= Precision
            ? FormatScientific(digits, exponent, destination[sign..])
            : FormatPositional(digits, exponent, destination[sign..]));
    }

    private static int FormatScientific(ReadOnlySpan<byte> digits, int exponent, Span<byte> destination)
    {
        destination[0] = digits[0];
        int length = 1;
        if (digits.Length > 1)
        {
            destination[length++] = (byte)'.';
            length += Copy(digits[1..], destination[length..]);
        }
        destination[length++] = (byte)'e';
        destination[length++] = (byte)(exponent < 0 ? '-' : '+');
        Math.Abs(exponent).TryFormat(destination[length..], out int written, "00", CultureInfo.InvariantCulture);
        return length + written;
    }

    private static int FormatPositional(ReadOnlySpan<byte> digits, int exponent, Span<byte> destination)
    {
        if (exponent < 0)
        {
            int zeros = 1 - exponent;
            destination[..zeros].Fill((byte)'0');
            destination[1] = (byte)'.';
            return zeros + Copy(digits, destination[zeros..]);
        }

        int whole = exponent + 1;
        if (digits.Length <= whole)
        {
            destination[..whole].Fill((byte)'0');
            digits.CopyTo(destination);
            return whole;
        }
        digits[..whole].CopyTo(destination);
        destination[whole] = (byte)'.';
        return whole + 1 + Copy(digits[whole..], destination[(whole + 1)..]);
    }

    private static int Copy(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        text.CopyTo(destination);
        return text.Length;
    }
}
