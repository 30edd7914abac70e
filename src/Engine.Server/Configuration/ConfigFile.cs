using System.Text;
using Engine.Server.Protocol;

namespace Engine.Server.Configuration;

/// <summary>
/// Reads redis.conf: a directive a line, quoted as requests are quoted, comments by #, other files by include.
/// </summary>
internal static class ConfigFile
{
    /// <exception cref="FormatException">A line is no directive, or its value is refused; the message is worded as
    /// redis-server words it.</exception>
    public static void Apply(EngineOptions options, IEnumerable<string> lines)
    {
        int number = 0;
        foreach (string line in lines)
        {
            number++;
            string trimmed = line.Trim();
            if (trimmed.Length == 0 || trimmed[0] == '#')
                continue;
            if (ApplyLine(options, trimmed) is { } refusal)
            {
                throw new FormatException(
                    $"Reading the configuration file, at line {number}\n>>> '{trimmed}'\n{refusal}");
            }
        }
    }

    private static string? ApplyLine(EngineOptions options, string line)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(line);
        var slices = new ArgumentSlice[8];
        byte[] buffer = new byte[bytes.Length];
        if (!InlineRequest.TrySplit(bytes, buffer, ref slices, out int count))
            return "Unbalanced quotes in configuration line";

        string[] words =
            [.. slices.Take(count).Select(slice => Encoding.UTF8.GetString(buffer, slice.Offset, slice.Length))];
        if (count == 2 && words[0].Equals("include", StringComparison.OrdinalIgnoreCase))
        {
            Apply(options, File.ReadLines(words[1]));
            return null;
        }

        ConfigParameter? parameter = ConfigTable.Find(words[0]);
        if (parameter is null || count < 2 || (count > 2 && !parameter.TakesSeveralWords))
            return "Bad directive or wrong number of arguments";
        string value = string.Join(' ', words[1..]);
        bool isFirst = options.Given.Add(parameter.Name);
        if (parameter.IsRepeatable && !isFirst && value.Length > 0)
            value = $"{parameter.Read(options)} {value}".TrimStart();
        return parameter.Write(options, value);
    }
}
