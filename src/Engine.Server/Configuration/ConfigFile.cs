using System.Text;
using Engine.Server.Protocol;

namespace Engine.Server.Configuration;

/// <summary>
/// Reads redis.conf: a directive a line, quoted as requests are quoted, comments by #, other files by include.
/// </summary>
internal sealed class ConfigFile(EngineOptions options, IDirectiveChecks checks)
{
    private const int DeepestInclude = 16;

    private int _depth;

    /// <summary>Reads a file.</summary>
    /// <exception cref="FormatException">As <see cref="Apply"/>; or the file cannot be read.</exception>
    public void ApplyFile(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new FormatException(
                $"Fatal error, can't open config file '{Path.GetFullPath(path)}': {ReasonOf(failure, path)}", failure);
        }

        Apply(lines);
    }

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
        if (_depth == DeepestInclude)
            return $"Files include each other more than {DeepestInclude} deep: does one include itself?";
        _depth++;
        foreach (string file in Expand(path))
            ApplyFile(file);
        _depth--;
        return null;
    }

    /// <summary>The files that a name with * and ? stands for, which may be none.</summary>
    private static IEnumerable<string> Expand(string path)
    {
        string name = Path.GetFileName(path);
        if (name.AsSpan().IndexOfAny('*', '?') < 0)
            return [path];
        string folder = Path.GetDirectoryName(path) is { Length: > 0 } given ? given : ".";
        return Directory.Exists(folder) ? Directory.GetFiles(folder, name).Order(StringComparer.Ordinal) : [];
    }

    private static string ReasonOf(Exception failure, string path) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException => "No such file or directory",
        UnauthorizedAccessException when Directory.Exists(path) => "Is a directory",
        UnauthorizedAccessException => "Permission denied",
        _ => failure.Message,
    };

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
