using System.Buffers.Binary;
using System.Buffers.Text;

namespace Engine.Server.DataTypes.Streams;

/// <summary>
/// Ids as users write and see them, such as <c>1526919030474-55</c>, and as bytes that sort as they do.
/// </summary>
internal static class StreamIdText
{
    /// <summary>A longer text is none.</summary>
    private const int LongestText = 127;

    /// <summary>Reads an id, or <c>-</c> or <c>+</c> for the smallest and the largest.</summary>
    /// <param name="text">The text.</param>
    /// <param name="missingSequence">The number of an id that is a time only.</param>
    public static bool TryParseBound(ReadOnlySpan<byte> text, ulong missingSequence, out StreamId id)
    {
        ReadOnlySpan<byte> word = BeforeNul(text);
        id = word is [(byte)'+'] ? StreamId.Largest : StreamId.Zero;
        return word is [(byte)'-' or (byte)'+'] || TryParse(text, missingSequence, out id);
    }

    /// <summary>Reads an id.</summary>
    /// <param name="text">The text.</param>
    /// <param name="missingSequence">The number of an id that is a time only.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, ulong missingSequence, out StreamId id) =>
        TryParse(text, missingSequence, acceptsOpen: false, out id, out _);

    /// <summary>Reads an id to add; <c>5-*</c> leaves the number open.</summary>
    public static bool TryParseOpen(ReadOnlySpan<byte> text, out StreamId id, out bool isOpen) =>
        TryParse(text, 0, acceptsOpen: true, out id, out isOpen);

    /// <summary>Writes an id to the start of <paramref name="destination"/>; returns its length.</summary>
    public static int Format(StreamId id, Span<byte> destination)
    {
        Utf8Formatter.TryFormat(id.Milliseconds, destination, out int length);
        destination[length++] = (byte)'-';
        Utf8Formatter.TryFormat(id.Sequence, destination[length..], out int rest);
        return length + rest;
    }

    /// <summary>The sixteen bytes that stand for an id in serialized values.</summary>
    public static void Write(StreamId id, Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, id.Milliseconds);
        BinaryPrimitives.WriteUInt64BigEndian(destination[sizeof(ulong)..], id.Sequence);
    }

    public static StreamId Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[sizeof(ulong)..]));

    private static bool TryParse(
        ReadOnlySpan<byte> text, ulong missingSequence, bool acceptsOpen, out StreamId id, out bool isOpen)
    {
        id = default;
        isOpen = false;
        if (text.Length > LongestText)
            return false;
        text = BeforeNul(text);
        int dash = text.IndexOf((byte)'-');
        if (!TryParseNumber(dash < 0 ? text : text[..dash], out ulong milliseconds))
            return false;
        ulong sequence = missingSequence;
        if (dash >= 0)
        {
            ReadOnlySpan<byte> rest = text[(dash + 1)..];
            isOpen = acceptsOpen && rest is [(byte)'*'];
            sequence = 0;
            if (!isOpen && !TryParseNumber(rest, out sequence))
                return false;
        }

        id = new StreamId(milliseconds, sequence);
        return true;
    }

    /// <summary>
    /// Reads a number as Redis does: first strictly, and what is no signed integer so as C's <c>strtoull</c>, which
    /// takes leading spaces and zeros, and a sign, which turns the number round.
    /// </summary>
    private static bool TryParseNumber(ReadOnlySpan<byte> text, out ulong value)
    {
        if (Numbers.TryParse(text, out long integer))
        {
            value = (ulong)integer;
            return integer >= 0;
        }

        value = 0;
        text = text.TrimStart(" \t\n\v\f\r"u8);
        if (text.IsEmpty)
            return false;
        bool negative = text[0] == (byte)'-';
        ReadOnlySpan<byte> digits = negative || text[0] == (byte)'+' ? text[1..] : text;
        if (digits.IsEmpty || digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0)
            return false;
        digits = digits.TrimStart((byte)'0');
        if (!digits.IsEmpty && !(Utf8Parser.TryParse(digits, out value, out int used) && used == digits.Length))
            return false;
        value = negative ? 0 - value : value;
        return true;
    }

    private static ReadOnlySpan<byte> BeforeNul(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)0);
        return end < 0 ? text : text[..end];
    }
}
