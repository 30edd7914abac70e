using System.Text.RegularExpressions;

namespace Conformance.Tests.Documents;

/// <summary>A command of a page, the client that types it, and the reply that the page shows.</summary>
/// <param name="Line">The line of the page that has the command, counted from 1.</param>
/// <param name="Client">1 for the prompt <c>&gt;</c>, 2 for <c>2&gt;</c> and so on.</param>
/// <param name="Command">What is typed.</param>
/// <param name="Reply">The lines up to the next prompt; <c>...</c> stands for any part of a line.</param>
internal sealed record CommandExchange(int Line, int Client, string Command, IReadOnlyList<string> Reply)
{
    /// <summary>The difference between what the page shows and what came; null when there is none.</summary>
    public string? Difference(string actual)
    {
        string[] lines = actual.Split('\n');
        bool isAsShown = lines.Length == Reply.Count
            && Reply.Zip(lines).All(pair => Pattern(pair.First).IsMatch(pair.Second));
        return isAsShown
            ? null
            : $"line {Line}, {Command}\n  the page shows:\n{string.Join('\n', Reply)}\n  the reply is:\n{actual}";
    }

    private static Regex Pattern(string line) =>
        new($"^{Regex.Escape(line).Replace(@"\.\.\.", ".*", StringComparison.Ordinal)}$");
}
