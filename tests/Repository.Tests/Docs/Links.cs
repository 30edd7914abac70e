using System.Text.RegularExpressions;

namespace Repository.Tests.Docs;

/// <summary>A link inside the repository leads somewhere.</summary>
internal static partial class Links
{
    // [text](target "title"), ![image](target)
    private const string Inline = @"\]\(<?(?<target>[^)\s>]+)>?(\s+""[^""]*"")?\)";

    // [label]: target
    private const string Definition = @"^\s*\[[^\]]+\]:\s*(?<target>\S+)";

    // <a href="target">, <img src="target">
    private const string Html = @"\b(href|src)=""(?<target>[^""]+)""";

    public static IEnumerable<Violation> Check(SourceTree tree) =>
        from page in tree.Files
        where page.HasExtension(".md")
        from line in Markdown.Prose(page)
        from Match match in Target().Matches(line.Text)
        let target = match.Groups["target"].Value
        where !IsExternal(target)
        let fault = Fault(tree, page, target)
        where fault is not null
        select page.Violation(line.Number, fault);

    private static string? Fault(SourceTree tree, SourceFile page, string target)
    {
        if (page.Path.StartsWith("src/", StringComparison.Ordinal))
        {
            return $"{target}: a package's readme is read without the repository around it.";
        }

        string[] parts = target.Split('#', 2);
        string? path = parts[0].Length == 0 ? page.Path : Resolve(page.Folder, parts[0]);
        if (path is null || !tree.Contains(path))
        {
            return $"{target}: there is no such file.";
        }

        return parts.Length == 1 || (tree.Find(path) is { } other && Markdown.Anchors(other).Contains(parts[1]))
            ? null
            : $"{target}: the page has no such heading.";
    }

    private static string? Resolve(string folder, string target)
    {
        var path = new Stack<string>(folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (string step in Uri.UnescapeDataString(target).Split('/'))
        {
            if (step == ".." && !path.TryPop(out _))
            {
                return null;
            }

            if (step is not ("." or ".." or ""))
            {
                path.Push(step);
            }
        }

        return string.Join('/', path.Reverse());
    }

    private static bool IsExternal(string target) =>
        target.StartsWith("https://", StringComparison.Ordinal)
        || target.StartsWith("http://", StringComparison.Ordinal)
        || target.StartsWith("mailto:", StringComparison.Ordinal);

    [GeneratedRegex(Inline + "|" + Definition + "|" + Html)]
    private static partial Regex Target();
}
