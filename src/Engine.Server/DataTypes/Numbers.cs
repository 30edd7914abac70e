using System.Buffers.Text;
using System.Runtime.CompilerServices;

namespace Engine.Server.DataTypes;

/// <summary>Numbers as Redis reads and writes them: strict, without spaces, plus signs or leading zeros.</summary>
internal static class Numbers
{
    /// <summary>Room for any <see cref="long"/> in decimal digits.</summary>
    public const int LongLength = 20;

    /// <summary>Reads an integer whose only spelling this is: what it parses, it would print the same.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        if (text.IsEmpty || text.Length > LongLength)
            return false;
        bool negative = text[0] == (byte)'-';
        ReadOnlySpan<byte> digits = negative ? text[1..] : text;
        if (digits.IsEmpty || (digits[0] == (byte)'0' && text.Length > 1))
            return false;

        ulong magnitude = 0;
        foreach (byte character in digits)
        {
            uint digit = (uint)(character - '0');
            if (digit > 9 || magnitude > ulong.MaxValue / 10)
                return false;
            magnitude = magnitude * 10 + digit;
            if (magnitude < digit)
                return false;
        }

        if (magnitude > (ulong)long.MaxValue + (negative ? 1u : 0u))
            return false;
        value = negative ? (long)(0 - magnitude) : (long)magnitude;
        return true;
    }

    /// <summary>
    /// Reads the cursor of a scan as C's <c>strtoul</c> does: a sign is allowed, nothing at all is 0, a NUL ends the
    /// text.
    /// </summary>
    public static bool TryParseCursor(ReadOnlySpan<byte> text, out ulong value)
    {
        value = 0;
        int end = text.IndexOf((byte)0);
        if (end >= 0)
            text = text[..end];
        if (text.IsEmpty)
            return true;
        bool negative = text[0] == (byte)'-';
        ReadOnlySpan<byte> digits = negative || text[0] == (byte)'+' ? text[1..] : text;
        if (digits.IsEmpty || digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0)
            return false;
        digits = digits.TrimStart((byte)'0');
        if (!digits.IsEmpty && !(Utf8Parser.TryParse(digits, out value, out int consumed) && consumed == digits.Length))
            return false;
        value = negative ? 0 - value : value;
        return true;
    }

    /// <summary>
    /// Writes <paramref name="value"/> at the start of <paramref name="destination"/> and returns its length.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Format(long value, Span<byte> destination)
    {
        if ((ulong)value < 10)
        {
            destination[0] = (byte)('0' + value);
            return 1;
        }

        if ((ulong)value < 100)
        {
            destination[1] = (byte)('0' + value % 10);
            destination[0] = (byte)('0' + value / 10);
            return 2;
        }

        Utf8Formatter.TryFormat(value, destination, out int written);
        return written;
    }

    /// <summary>How many bytes <see cref="Format"/> writes.</summary>
    public static int LengthOf(long value)
    {
        int length = value < 0 ? 2 : 1;
        ulong magnitude = value < 0 ? 0 - (ulong)value : (ulong)value;
        for (; magnitude >= 10; magnitude /= 10)
            length++;
        return length;
    }
}
