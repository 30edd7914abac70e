using System.Text.RegularExpressions;

namespace Repository.Tests.Docs;

/// <summary>
/// Every C# block of a page is a region of a file that is compiled, so a page cannot show code that no longer works:
/// a comment "snippet: path#region" stands directly above the block.
/// </summary>
internal static partial class Snippets
{
    public static IEnumerable<Violation> Check(SourceTree tree) =>
        from page in tree.Files
        where page.HasExtension(".md")
        from block in Blocks(page)
        let fault = Fault(tree, block)
        where fault is not null
        select page.Violation(block.Line, fault);

    private static IEnumerable<Block> Blocks(SourceFile page)
    {
        string[] lines = page.Lines;
        for (int start = 0; start < lines.Length; start++)
        {
            Match fence = Fence().Match(lines[start]);
            if (!fence.Success)
            {
                continue;
            }

            int end = start + 1;
            while (end < lines.Length && lines[end].Trim() != "```")
            {
                end++;
            }

            Match source = start > 0 ? Comment().Match(lines[start - 1]) : Match.Empty;
            if (IsCSharp(fence.Groups["language"].Value) || source.Success)
            {
                yield return new Block(
                    start + 1, source.Groups["path"].Value, source.Groups["region"].Value, lines[(start + 1)..end]);
            }

            start = end;
        }
    }

    private static string? Fault(SourceTree tree, Block block)
    {
        if (block.Path.Length == 0)
        {
            return "The block does not say which compiled region it is: <!-- snippet: path#region -->.";
        }

        if (tree.Find(block.Path) is not { } file)
        {
            return $"{block.Path}: there is no such file.";
        }

        string[]? region = Region(file.Lines, block.Region);
        if (region is null)
        {
            return $"{block.Path} has no region {block.Region}.";
        }

        return Dedent(region).SequenceEqual(Dedent(block.Lines))
            ? null
            : $"The block differs from region {block.Region} of {block.Path}.";
    }

    private static string[]? Region(string[] lines, string name)
    {
        int start = Array.FindIndex(lines, line => line.Trim() == "#region " + name);
        if (start < 0)
        {
            return null;
        }

        IEnumerable<string> region = lines[(start + 1)..]
            .TakeWhile(line => !line.TrimStart().StartsWith("#endregion", StringComparison.Ordinal));
        return [.. region];
    }

    private static IEnumerable<string> Dedent(string[] lines)
    {
        int indent = lines.Where(line => line.Trim().Length > 0)
            .Select(line => line.Length - line.TrimStart().Length)
            .DefaultIfEmpty()
            .Min();
        return lines.Select(line => line.Length < indent ? "" : line[indent..].TrimEnd());
    }

    private static bool IsCSharp(string language) => language.ToLowerInvariant() is "csharp" or "cs" or "c#";

    [GeneratedRegex(@"^\s*```(?<language>[^\s`]*)[^`]*$")]
    private static partial Regex Fence();

    [GeneratedRegex(@"^\s*<!-- snippet: (?<path>[^#\s]+)#(?<region>\S+) -->\s*$")]
    private static partial Regex Comment();

    private sealed record Block(int Line, string Path, string Region, string[] Lines);
}
