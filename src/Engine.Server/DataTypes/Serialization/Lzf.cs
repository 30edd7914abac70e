namespace Engine.Server.DataTypes.Serialization;

/// <summary>
/// The LZF format, in which Redis compresses strings. A control byte below 32 announces that many literal bytes and one
/// more. Any other one stands for bytes that have been there before: its top three bits are their number less two, with
/// 7 meaning that the next byte adds to it; its other bits and one more byte are the distance less one.
/// </summary>
internal static class Lzf
{
    public const int LongestLiteralRun = 32;
    public const int LongestMatch = (1 << 8) + (1 << 3);
    public const int FarthestMatch = 1 << 13;

    /// <summary>The length less two of a match from which on a byte of its own adds to it.</summary>
    public const int LongMatchMark = 7;

    /// <summary>
    /// Whether so many bytes can become so many: three stand for at most <see cref="LongestMatch"/>, and what claims
    /// more need not be given the room that it claims.
    /// </summary>
    public static bool IsPlausible(int compressedLength, long length) =>
        length > 0 && length <= (compressedLength + 2L) / 3 * LongestMatch;

    /// <summary>
    /// Fills <paramref name="destination"/>; returns whether the bytes are well-formed and just fill it.
    /// </summary>
    public static bool TryDecompress(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        int read = 0;
        int written = 0;
        while (read < source.Length)
        {
            int control = source[read++];
            int length;
            if (control < LongestLiteralRun)
            {
                length = control + 1;
                if (length > source.Length - read || length > destination.Length - written)
                    return false;
                source.Slice(read, length).CopyTo(destination[written..]);
                read += length;
                written += length;
                continue;
            }

            length = control >> 5;
            if (length == LongMatchMark && read < source.Length)
                length += source[read++];
            length += 2;
            if (read == source.Length)
                return false;
            int from = written - ((control & 0x1F) << 8 | source[read++]) - 1;
            if (from < 0 || length > destination.Length - written)
                return false;

            // The match may reach into what it produces, so it is copied byte by byte.
            for (int end = written + length; written < end; written++, from++)
                destination[written] = destination[from];
        }

        return written == destination.Length;
    }
}
