using System.Text;

namespace Engine.Server.Protocol;

/// <summary>Splits a line that a person typed into arguments: spaces separate, quotes group, escapes as in C.</summary>
internal static class InlineRequest
{
    /// <summary>
    /// Writes the arguments behind each other into <paramref name="buffer"/>, which is as long as the line, since
    /// unquoting never grows.
    /// Returns false when a quote is not closed or is followed by something else than space.
    /// </summary>
    public static bool TrySplit(ReadOnlySpan<byte> line, Span<byte> buffer, ref ArgumentSlice[] slices, out int count)
    {
        count = 0;
        int read = 0;
        int written = 0;
        while (true)
        {
            while (read < line.Length && IsSpace(line[read]))
                read++;
            if (read == line.Length)
                return true;

            int start = written;
            if (!TryReadArgument(line, ref read, buffer, ref written))
                return false;
            if (count == slices.Length)
                Array.Resize(ref slices, slices.Length * 2);
            slices[count++] = new ArgumentSlice(start, written - start);
        }
    }

    /// <summary>The arguments of a line as texts; null when a quote is not closed.</summary>
    public static string[]? Split(ReadOnlySpan<byte> line, Encoding encoding)
    {
        byte[] buffer = new byte[line.Length];
        var slices = new ArgumentSlice[8];
        if (!TrySplit(line, buffer, ref slices, out int count))
            return null;
        string[] words = new string[count];
        for (int i = 0; i < count; i++)
            words[i] = encoding.GetString(buffer, slices[i].Offset, slices[i].Length);
        return words;
    }

    private static bool TryReadArgument(ReadOnlySpan<byte> line, ref int read, Span<byte> buffer, ref int written)
    {
        while (read < line.Length && !EndsArgument(line[read]))
        {
            byte character = line[read++];
            if (character is not ((byte)'"' or (byte)'\''))
            {
                buffer[written++] = character;
                continue;
            }

            if (!TryReadQuoted(line, character, ref read, buffer, ref written))
                return false;
            return read == line.Length || IsSpace(line[read]);
        }

        return true;
    }

    private static bool TryReadQuoted(
        ReadOnlySpan<byte> line, byte quote, ref int read, Span<byte> buffer, ref int written)
    {
        while (read < line.Length)
        {
            byte character = line[read++];
            if (character == quote)
                return true;
            if (character == (byte)'\\' && read < line.Length)
                character = quote == (byte)'"' ? ReadEscape(line, ref read) : ReadSingleQuotedEscape(line, ref read);
            buffer[written++] = character;
        }

        return false;
    }

    private static byte ReadEscape(ReadOnlySpan<byte> line, ref int read)
    {
        byte character = line[read++];
        if (character == (byte)'x'
            && read + 1 < line.Length
            && char.IsAsciiHexDigit((char)line[read])
            && char.IsAsciiHexDigit((char)line[read + 1]))
        {
            byte value = Convert.FromHexString([(char)line[read], (char)line[read + 1]])[0];
            read += 2;
            return value;
        }

        return character switch
        {
            (byte)'n' => (byte)'\n',
            (byte)'r' => (byte)'\r',
            (byte)'t' => (byte)'\t',
            (byte)'b' => (byte)'\b',
            (byte)'a' => (byte)'\a',
            _ => character,
        };
    }

    private static byte ReadSingleQuotedEscape(ReadOnlySpan<byte> line, ref int read)
    {
        if (line[read] != (byte)'\'')
            return (byte)'\\';
        read++;
        return (byte)'\'';
    }

    // As in Redis, where vertical tabs and form feeds separate arguments only before the first character of one.
    private static bool EndsArgument(byte character) =>
        character is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';

    private static bool IsSpace(byte character) => character is (byte)' ' or (>= 9 and <= 13);
}
