using System.Globalization;
using System.Text;

namespace Engine.Server.DataTypes;

/// <summary>Doubles as C's <c>%.17g</c> prints them, which is how Redis shows them in replies.</summary>
internal static class DoubleText
{
    /// <summary>Room for any double in this form.</summary>
    public const int MaxLength = 32;

    private const int Precision = 17;

    public static int Format(double value, Span<byte> destination)
    {
        if (double.IsNaN(value))
            return Copy("nan", destination);
        if (double.IsInfinity(value))
            return Copy(value > 0 ? "inf" : "-inf", destination);
        if (value == 0)
            return Copy(double.IsNegative(value) ? "-0" : "0", destination);
        if (value == Math.Truncate(value) && Math.Abs(value) < 1e17)
            return Numbers.Format((long)value, destination);
        return Copy(FormatGeneral(value), destination);
    }

    private static string FormatGeneral(double value)
    {
        string scientific = value.ToString("E16", CultureInfo.InvariantCulture);
        int marker = scientific.IndexOf('E', StringComparison.Ordinal);
        int exponent = int.Parse(
            scientific.AsSpan(marker + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string digits = scientific[..marker].Replace(".", "", StringComparison.Ordinal).TrimStart('-').TrimEnd('0');
        string sign = value < 0 ? "-" : "";
        if (exponent is < -4 or >= Precision)
            return sign + Scientific(digits, exponent);
        return sign + Positional(digits, exponent);
    }

    private static string Scientific(string digits, int exponent)
    {
        string mantissa = digits.Length > 1 ? $"{digits[0]}.{digits[1..]}" : digits;
        string magnitude = Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture);
        return $"{mantissa}e{(exponent < 0 ? '-' : '+')}{magnitude}";
    }

    private static string Positional(string digits, int exponent)
    {
        if (exponent < 0)
            return "0." + new string('0', -exponent - 1) + digits;
        if (digits.Length <= exponent + 1)
            return digits + new string('0', exponent + 1 - digits.Length);
        return $"{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";
    }

    private static int Copy(string text, Span<byte> destination) => Encoding.ASCII.GetBytes(text, destination);
}
