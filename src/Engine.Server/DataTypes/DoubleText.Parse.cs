using System.Buffers;
using System.Globalization;
using System.Text;

namespace Engine.Server.DataTypes;

internal static partial class DoubleText
{
    private const string Spaces = " \t\n\v\f\r";

    private static readonly SearchValues<byte> DecimalCharacters = SearchValues.Create("0123456789+-.eE"u8);

    /// <summary>
    /// Reads what Redis takes for a score or a weight: all that C reads as a number, and nothing around it. No number
    /// is one that is too large or rounds to zero, nor NaN.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        if (TryParseDigits(text, out value))
            return true;
        if (!TryParseAny(text, out value))
            return false;
        bool isTooLarge = double.IsInfinity(value) && !IsInfinity(text);
        bool isTooSmall = value == 0 && HasSignificantDigit(text);
        return !isTooLarge && !isTooSmall;
    }

    /// <summary>
    /// Reads the bound of a range of scores as C does: spaces before the number are skipped, a NUL ends the text,
    /// nothing at all is 0, what is too large is infinite.
    /// </summary>
    public static bool TryParseBound(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        int end = text.IndexOf((byte)0);
        if (end >= 0)
            text = text[..end];
        if (text.IsEmpty)
            return true;
        while (!text.IsEmpty && Spaces.Contains((char)text[0], StringComparison.Ordinal))
            text = text[1..];
        return TryParseAny(text, out value);
    }

    /// <summary>The common case: few digits and nothing else.</summary>
    private static bool TryParseDigits(ReadOnlySpan<byte> text, out double value)
    {
        const int MostExactDigits = 15;
        value = 0;
        if (text.IsEmpty || text.Length > MostExactDigits)
            return false;
        long integer = 0;
        foreach (byte character in text)
        {
            uint digit = (uint)(character - '0');
            if (digit > 9)
                return false;
            integer = integer * 10 + digit;
        }
        value = integer;
        return true;
    }

    private static bool TryParseAny(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        if (IsInfinity(text))
        {
            value = text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }
        if (IsHexadecimal(text))
        {
            bool isNumber = ExtendedDouble.TryParse(text, out ExtendedDouble extended);
            value = extended.ToDouble();
            return isNumber && double.IsFinite(value) && (value != 0 || extended.IsZero);
        }
        const NumberStyles Style =
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return text.IndexOfAnyExcept(DecimalCharacters) < 0
            && double.TryParse(text, Style, CultureInfo.InvariantCulture, out value);
    }

    private static bool IsInfinity(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> unsigned = WithoutSign(text);
        return Ascii.EqualsIgnoreCase(unsigned, "inf"u8) || Ascii.EqualsIgnoreCase(unsigned, "infinity"u8);
    }

    private static bool IsHexadecimal(ReadOnlySpan<byte> text) =>
        WithoutSign(text) is [(byte)'0', (byte)'x' or (byte)'X', ..];

    /// <summary>Whether the text of a decimal number has, before its exponent, a digit that is not 0.</summary>
    private static bool HasSignificantDigit(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOfAny((byte)'e', (byte)'E');
        return !IsHexadecimal(text) && (end < 0 ? text : text[..end]).IndexOfAnyInRange((byte)'1', (byte)'9') >= 0;
    }

    private static ReadOnlySpan<byte> WithoutSign(ReadOnlySpan<byte> text) =>
        text is [(byte)'-' or (byte)'+', ..] ? text[1..] : text;
}
