using System.Text.RegularExpressions;

namespace Patterns.Core.Scripting;

/// <summary>The comment that a script begins with: its purpose, a line for each key and argument, and what it
/// returns.</summary>
/// <remarks>
/// <code>
/// -- Takes permits from a window.
/// --
/// -- KEYS[1]    the window's counter
/// -- ARGV[1]    how many permits
/// -- Returns    how many are left
/// </code>
/// <para>A line that begins with more white space continues the one above it. A script with a variable number of keys
/// or arguments lists the first of the kind that repeats and writes <c>...</c> behind its number, as in
/// <c>KEYS[2...]</c>. A part, which only defines what scripts use, has <c>Defines</c> lines instead of all
/// these.</para>
/// </remarks>
public sealed partial class ScriptHeader
{
    private ScriptHeader(string purpose, IReadOnlyDictionary<string, string> rows)
    {
        Purpose = purpose;
        Rows = rows;
    }

    /// <summary>What the script does, in sentences.</summary>
    public string Purpose { get; }

    /// <summary>What stands at each key, argument and result, by its name.</summary>
    public IReadOnlyDictionary<string, string> Rows { get; }

    /// <summary>Whether the file only defines what scripts use.</summary>
    public bool IsPart => Rows.Keys.Any(row => row.StartsWith("Defines", StringComparison.Ordinal));

    /// <summary>Reads and checks the header of a script.</summary>
    /// <param name="name">The script's name, for the error.</param>
    /// <param name="text">The script.</param>
    /// <returns>The header.</returns>
    /// <exception cref="InvalidOperationException">There is none, or something is missing in it; the message says
    /// what.</exception>
    public static ScriptHeader Read(string name, string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(text);
        var rows = new Dictionary<string, string>(StringComparer.Ordinal);
        var purpose = new List<string>();
        string? current = null;
        foreach (string line in text[..EndOf(text)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string content = line[2..].TrimEnd();
            Match row = Row().Match(content);
            if (row.Success)
            {
                current = row.Groups["name"].Value;
                rows[current] = row.Groups["meaning"].Value;
            }
            else if (current is not null)
            {
                rows[current] += " " + content.Trim();
            }
            else if (content.Trim() is { Length: > 0 } sentence)
            {
                purpose.Add(sentence);
            }
        }

        var header = new ScriptHeader(string.Join(' ', purpose), rows);
        return header.FindFault(text) is { } fault
            ? throw new InvalidOperationException($"The header of the script '{name}' {fault}")
            : header;
    }

    /// <summary>Where the comment ends that the text begins with.</summary>
    internal static int EndOf(string text)
    {
        int end = 0;
        while (end < text.Length && text.AsSpan(end).StartsWith("--", StringComparison.Ordinal))
        {
            int newLine = text.IndexOf('\n', end);
            end = newLine < 0 ? text.Length : newLine + 1;
        }

        return end;
    }

    /// <summary>Whether a call with so many keys is as the header says.</summary>
    internal bool AcceptsKeys(int count)
    {
        int listed = Rows.Keys.Count(row => row.StartsWith("KEYS", StringComparison.Ordinal));
        bool repeats = Rows.Keys.Any(row => row.StartsWith("KEYS", StringComparison.Ordinal) && row.EndsWith("...]"));
        return repeats ? count >= listed : count == listed;
    }

    private string? FindFault(string text)
    {
        if (!Purpose.EndsWith('.'))
        {
            return "does not begin with a sentence that says what the script is for, and ends with a full stop.";
        }

        if (Rows.FirstOrDefault(row => row.Value.Length == 0) is { Key: { } empty })
        {
            return $"says nothing about {empty}: add what it is.";
        }

        if (!IsPart && !Rows.ContainsKey("Returns"))
        {
            return "does not say what the script returns: add a line 'Returns'.";
        }

        foreach (Match use in Use().Matches(text[EndOf(text)..]))
        {
            if (!Rows.ContainsKey(use.Value))
            {
                return IsPart
                    ? $"is that of a part, which gets its keys and arguments as parameters, but it uses {use.Value}."
                    : $"does not list {use.Value}, which the script uses: add a line for it.";
            }
        }

        return null;
    }

    [GeneratedRegex(@"^ (?<name>(KEYS|ARGV)\[\d+(\.\.\.)?\]|Returns|Defines \S+)(\s+(?<meaning>.*))?$")]
    private static partial Regex Row();

    [GeneratedRegex(@"(KEYS|ARGV)\[\d+\]")]
    private static partial Regex Use();
}
