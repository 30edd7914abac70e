using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Repository.Tests.Docs;

/// <summary>
/// docs/scope.md lists every promised feature: "done" with a type, a page and a test that exist, or "planned: X" where
/// X is one of the milestones at the end of the page.
/// </summary>
internal static partial class Scope
{
    public const string Page = "docs/scope.md";

    private const string MilestoneHeading = "## Milestones";
    private const string Planned = "planned: ";
    private const int Columns = 6;

    public static IEnumerable<Violation> Check(SourceTree tree)
    {
        SourceFile page = tree.Find(Page) ?? throw new InvalidOperationException($"{Page} is missing.");
        Feature[] features = [.. Features(page)];
        HashSet<string> milestones = [.. Milestones(page)];

        var faults =
            from feature in features
            from fault in feature.State == "done" ? Faults(tree, feature) : Unplanned(feature, milestones)
            select page.Violation(feature.Line, $"{feature.Name}: {fault}");
        var twins =
            from feature in features
            group feature by (feature.Name, feature.Package) into same
            from twin in same.Skip(1)
            select page.Violation(twin.Line, $"{twin.Name} is listed twice.");
        var packages =
            from project in tree.Files
            where project.Path.StartsWith("src/", StringComparison.Ordinal) && project.HasExtension(".csproj")
            let package = Path.GetFileNameWithoutExtension(project.Name)
            where features.All(feature => feature.Package != package)
            select page.Violation(1, $"{package} has no feature here.");
        var malformed =
            from line in page.Lines.Index().TakeWhile(line => line.Item != MilestoneHeading)
            where line.Item.StartsWith('|') && line.Item.Trim().Trim('|').Split('|').Length != Columns
            select page.Violation(line.Index + 1, $"A row has {Columns} columns.");
        return faults.Concat(twins).Concat(packages).Concat(malformed);
    }

    private static IEnumerable<string> Faults(SourceTree tree, Feature feature)
    {
        if (feature.Types.Length == 0)
        {
            yield return "a done feature names its type.";
        }

        foreach (string type in feature.Types.Where(type => !Declares(tree, FolderOf(tree, feature.Package), type)))
        {
            yield return $"{feature.Package} has no type {type}.";
        }

        if (feature.Link is null || !tree.Contains("docs/" + feature.Link.Split('#')[0]))
        {
            yield return $"there is no page {feature.Link}.";
        }

        if (feature.Tests.Length == 0)
        {
            yield return "a done feature names its test.";
        }

        foreach (string test in feature.Tests)
        {
            string[] parts = test.Split('.');
            if (!Declares(tree, "tests", parts[0], parts.ElementAtOrDefault(1)))
            {
                yield return $"there is no test {test}.";
            }
        }
    }

    private static IEnumerable<string> Unplanned(Feature feature, HashSet<string> milestones)
    {
        bool planned = feature.State.StartsWith(Planned, StringComparison.Ordinal)
            && milestones.Contains(feature.State[Planned.Length..]);
        return planned ? [] : [$"{feature.State} is neither done nor planned for a milestone of this page."];
    }

    private static string FolderOf(SourceTree tree, string package) =>
        tree.Files.FirstOrDefault(file => file.Name == package + ".csproj")?.Folder ?? package;

    private static bool Declares(SourceTree tree, string folder, string type, string? member = null) =>
        tree.CSharp(folder)
            .Where(file => file.Text.Contains(type, StringComparison.Ordinal))
            .SelectMany(file => file.Syntax.GetRoot().DescendantNodes().OfType<BaseTypeDeclarationSyntax>())
            .Where(declared => declared.Identifier.Text == type)
            .Any(declared => member is null || declared.ChildNodes().OfType<MethodDeclarationSyntax>()
                .Any(method => method.Identifier.Text == member));

    private static IEnumerable<Feature> Features(SourceFile page)
    {
        foreach ((int index, string line) in page.Lines.Index())
        {
            string[] cells = [.. line.Trim().Trim('|').Split('|').Select(cell => cell.Trim())];
            if (cells.Length == Columns && cells[0] != "Feature" && !IsRule(cells[0]))
            {
                Match link = Link().Match(cells[3]);
                yield return new Feature(
                    index + 1,
                    cells[0],
                    cells[1],
                    Names(cells[2]),
                    link.Success ? link.Groups["target"].Value : null,
                    Names(cells[4]),
                    cells[5]);
            }
        }
    }

    private static string[] Names(string cell) =>
        [.. CodeSpan().Matches(cell).Select(match => match.Groups["name"].Value)];

    // | Milestone | What it brings |
    private static IEnumerable<string> Milestones(SourceFile page) =>
        page.Lines
            .SkipWhile(line => line != MilestoneHeading)
            .Where(line => line.StartsWith('|'))
            .Select(line => line.Split('|')[1].Trim())
            .Where(name => name != "Milestone" && !IsRule(name));

    private static bool IsRule(string cell) => cell.StartsWith("---", StringComparison.Ordinal);

    [GeneratedRegex(@"\]\((?<target>[^)]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("`(?<name>[^`]+)`")]
    private static partial Regex CodeSpan();

    private sealed record Feature(
        int Line, string Name, string Package, string[] Types, string? Link, string[] Tests, string State);
}
