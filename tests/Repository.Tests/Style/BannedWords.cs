using System.Text.RegularExpressions;

namespace Repository.Tests.Style;

/// <summary>Words that have no place in a finished file, each with what to do instead.</summary>
internal static class BannedWords
{
    // Spelled in two parts, because this file is read as well.
    private static readonly Regex Unfinished = new("\\b(TO" + "DO|FIX" + "ME|HA" + "CK)\\b");
    private static readonly Regex Pragma = new("^\\s*#" + "pragma\\b");
    private static readonly Regex Unwritten = new("NotImplemented" + "Exception");
    private static readonly Regex MachinePath = new(
        "\\.\\./sha" + "red\\b|/wo" + "rk/|/tmp/w" + "t\\b|/ro" + "ot/|/ho" + "me/\\w|[/\\\\]Us" + "ers[/\\\\]");

    private static readonly (Regex Word, string Extension, string Remedy)[] Rules =
    [
        (Unfinished, "", "finish it, or open an issue."),
        (Pragma, ".cs", "mend the cause, or suppress it in .editorconfig or by an attribute with a reason."),
        (Unwritten, ".cs", "write it."),
        (MachinePath, "", "a path of one machine means nothing on another."),
    ];

    private static readonly string[] TextFiles =
    [
        ".cs", ".csproj", ".props", ".targets", ".sln", ".editorconfig",
        ".md", ".sh", "/run", ".lua", ".json", ".txt", ".html",
    ];

    public static IEnumerable<Violation> Check(SourceTree tree) =>
        from file in tree.Files
        where TextFiles.Any(file.HasExtension)
        from line in file.Lines.Index()
        from rule in Rules
        where file.HasExtension(rule.Extension) && rule.Word.IsMatch(line.Item)
        select file.Violation(line.Index + 1, $"\"{rule.Word.Match(line.Item).Value.Trim()}\": {rule.Remedy}");
}
