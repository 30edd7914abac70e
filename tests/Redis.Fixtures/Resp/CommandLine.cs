using System.Text;

namespace Redis.Fixtures.Resp;

/// <summary>Splits a line into arguments by the rules of redis-cli.</summary>
/// <remarks>
/// Blanks separate arguments. <c>"..."</c> knows <c>\xHH</c>, <c>\n</c>, <c>\r</c>, <c>\t</c>, <c>\b</c>, <c>\a</c> and
/// takes any other escaped character as it is; <c>'...'</c> knows only <c>\'</c>. A closing quote ends its argument.
/// </remarks>
public static class CommandLine
{
    public static IReadOnlyList<CommandLineArgument> Split(string line)
    {
        List<CommandLineArgument> arguments = [];
        int position = 0;
        while (true)
        {
            while (position < line.Length && char.IsWhiteSpace(line[position]))
            {
                position++;
            }

            if (position == line.Length)
            {
                return arguments;
            }

            arguments.Add(line[position] is '"' or '\'' ? Quoted(line, ref position) : Bare(line, ref position));
        }
    }

    private static CommandLineArgument Bare(string line, ref int position)
    {
        int start = position;
        while (position < line.Length && !char.IsWhiteSpace(line[position]))
        {
            position++;
        }

        return new CommandLineArgument(Encoding.UTF8.GetBytes(line[start..position]), IsQuoted: false);
    }

    private static CommandLineArgument Quoted(string line, ref int position)
    {
        List<byte> bytes = [];
        char quote = line[position++];
        while (position < line.Length && line[position] != quote)
        {
            if (line[position] == '\\' && position + 1 < line.Length)
            {
                Escaped(line, quote, ref position, bytes);
                continue;
            }

            int width = char.IsHighSurrogate(line[position]) && position + 1 < line.Length ? 2 : 1;
            bytes.AddRange(Encoding.UTF8.GetBytes(line.Substring(position, width)));
            position += width;
        }

        bool isClosed = position++ < line.Length;
        if (!isClosed || (position < line.Length && !char.IsWhiteSpace(line[position])))
        {
            throw new FormatException($"A quoted argument must be closed and be followed by a blank: {line}");
        }

        return new CommandLineArgument(bytes.ToArray(), IsQuoted: true);
    }

    private static void Escaped(string line, char quote, ref int position, List<byte> bytes)
    {
        char escaped = line[position + 1];
        if (quote == '\'' && escaped != '\'')
        {
            bytes.Add((byte)'\\');
            position++;
            return;
        }

        if (quote == '"' && escaped == 'x' && position + 3 < line.Length
            && char.IsAsciiHexDigit(line[position + 2]) && char.IsAsciiHexDigit(line[position + 3]))
        {
            bytes.Add(Convert.ToByte(line.Substring(position + 2, 2), 16));
            position += 4;
            return;
        }

        char meant = escaped switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'a' => '\a', _ => escaped };
        bytes.AddRange(Encoding.UTF8.GetBytes([meant]));
        position += 2;
    }
}
