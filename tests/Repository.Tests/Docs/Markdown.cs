using System.Text.RegularExpressions;

namespace Repository.Tests.Docs;

/// <summary>The parts of a Markdown page that the checks read.</summary>
internal static partial class Markdown
{
    /// <summary>The page's lines with their numbers, without fenced code, and with inline code blanked out.</summary>
    public static IEnumerable<(int Number, string Text)> Prose(SourceFile page)
    {
        bool fenced = false;
        foreach ((int index, string line) in page.Lines.Index())
        {
            bool fence = line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            if (!fence && !fenced)
            {
                yield return (index + 1, InlineCode().Replace(line, "`code`"));
            }

            fenced ^= fence;
        }
    }

    /// <summary>The anchors of a page's headings, made as GitHub makes them.</summary>
    public static HashSet<string> Anchors(SourceFile page)
    {
        var anchors = new HashSet<string>();
        bool fenced = false;
        foreach (string line in page.Lines)
        {
            fenced ^= line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            if (!fenced && Heading().Match(line) is { Success: true } heading)
            {
                string anchor = Anchor(heading.Groups["title"].Value);
                string unique = anchor;
                for (int twin = 1; !anchors.Add(unique); twin++)
                {
                    unique = $"{anchor}-{twin}";
                }
            }
        }

        return anchors;
    }

    private static string Anchor(string title)
    {
        string text = Link().Replace(title.Trim(), "${text}");
        IEnumerable<char> kept = text.ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_');
        return string.Concat(kept).Replace(' ', '-');
    }

    [GeneratedRegex("`[^`]+`")]
    private static partial Regex InlineCode();

    [GeneratedRegex("^#{1,6} +(?<title>.+?) *#*$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"\[(?<text>[^\]]*)\]\([^)]*\)")]
    private static partial Regex Link();
}
