using System.Text;
using Engine.Server.Protocol;

namespace Engine.Server.Configuration;

/// <summary>
/// Reads redis.conf: a directive a line, quoted as requests are quoted, comments by #, other files by include.
/// </summary>
internal sealed class ConfigFile(EngineOptions options, IDirectiveChecks checks)
{
    /// <exception cref="FormatException">A line is no directive, or its value is refused; the message is worded as
    /// redis-server words it.</exception>
    public void Apply(IEnumerable<string> lines)
    {
        int number = 0;
        foreach (string line in lines)
        {
            number++;
            string trimmed = line.Trim();
            if (trimmed.Length == 0 || trimmed[0] == '#')
                continue;
            if (ApplyLine(trimmed) is { } refusal)
            {
                throw new FormatException(
                    $"Reading the configuration file, at line {number}\n>>> '{trimmed}'\n{refusal}");
            }
        }
    }

    private string? ApplyLine(string line)
    {
        if (InlineRequest.Split(Encoding.UTF8.GetBytes(line), Encoding.UTF8) is not { } words)
            return "Unbalanced quotes in configuration line";
        return (words[0].ToLowerInvariant(), words.Length) switch
        {
            ("include", 2) => Include(words[1]),
            ("user", >= 2) => AddUser(words, line),
            ("rename-command", 3) => Rename(words[1], words[2]),
            _ => Set(words),
        };
    }

    private string? Include(string path)
    {
        Apply(File.ReadLines(path));
        return null;
    }

    private string? AddUser(string[] words, string line)
    {
        string? refusal = checks.RefuseUser(options, words);
        if (refusal is null)
            options.Users.Add(line[words[0].Length..].TrimStart());
        return refusal;
    }

    private string? Rename(string name, string newName)
    {
        string? refusal = checks.RefuseRename(options, name, newName);
        if (refusal is null)
            options.RenamedCommands.Add((name, newName));
        return refusal;
    }

    private string? Set(string[] words)
    {
        ConfigParameter? parameter = ConfigTable.Find(words[0]);
        if (parameter is null || words.Length < 2 || (words.Length > 2 && !parameter.TakesSeveralWords))
            return "Bad directive or wrong number of arguments";
        string value = string.Join(' ', words[1..]);
        bool isFirst = options.Given.Add(parameter.Name);
        if (parameter.IsRepeatable && !isFirst && value.Length > 0)
            value = $"{parameter.Read(options)} {value}".TrimStart();
        return parameter.Write(options, value);
    }
}
