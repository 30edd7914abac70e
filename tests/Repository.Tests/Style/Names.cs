using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Repository.Tests.Style;

/// <summary>A file holds one public type and is named after it; its namespace is its folder.</summary>
internal static class Names
{
    // Extensions of the service collection live where a user of the container looks for them.
    private const string ContainerNamespace = "Microsoft.Extensions.DependencyInjection";

    private static readonly string[] EmptyNames =
        ["Utils", "Utilities", "Helper", "Helpers", "Common", "Misc", "Stuff"];

    public static IEnumerable<Violation> CheckTypes(SourceTree tree) => tree.CSharp("src").SelectMany(CheckTypes);

    public static IEnumerable<Violation> CheckNamespaces(SourceTree tree) =>
        from project in tree.Files
        where project.HasExtension(".csproj")
        let root = RootNamespace(project)
        from file in tree.CSharp(project.Folder)
        from space in file.Syntax.GetRoot().DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>()
        let expected = root + file.Folder[project.Folder.Length..].Replace('/', '.')
        let actual = space.Name.ToString()
        where actual != expected && actual != ContainerNamespace
        select file.Violation(space, $"The namespace is {actual} and the folder says {expected}.");

    /// <summary>A name such as Utils says nothing about what belongs there, so in time everything does.</summary>
    public static IEnumerable<Violation> CheckEmptyNames(SourceTree tree) =>
        from file in tree.Files
        where file.HasExtension(".cs")
        let type = file.Name.Split('.')[0]
        where file.Folder.Split('/').Intersect(EmptyNames).Any()
            || EmptyNames.Any(name => type.EndsWith(name, StringComparison.Ordinal))
        select file.Violation(1, $"{file.Path} has a name that says nothing; name the subject.");

    private static IEnumerable<Violation> CheckTypes(SourceFile file)
    {
        MemberDeclarationSyntax[] types = [.. file.Syntax.GetRoot()
            .DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<MemberDeclarationSyntax>()
            .Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)];
        string[] names = [.. types.Select(Name).Distinct()];
        string[] publicNames = [.. types.Where(IsPublic).Select(Name).Distinct()];

        if (publicNames.Length > 1)
        {
            yield return file.Violation(
                types.Last(IsPublic), $"A second public type: {string.Join(", ", publicNames)}.");
        }

        string[] candidates = publicNames.Length > 0 ? publicNames : names;
        if (candidates.Length > 0 && !candidates.Contains(file.Name.Split('.')[0]))
        {
            yield return file.Violation(types[0], $"The file is not named after its type {candidates[0]}.");
        }
    }

    private static bool IsPublic(MemberDeclarationSyntax type) =>
        type.Modifiers.Any(modifier => modifier.Text == "public");

    private static string Name(MemberDeclarationSyntax type) => type switch
    {
        DelegateDeclarationSyntax function => function.Identifier.Text,
        _ => ((BaseTypeDeclarationSyntax)type).Identifier.Text,
    };

    private static string RootNamespace(SourceFile project)
    {
        XElement? named = XDocument.Parse(project.Text).Descendants("RootNamespace").SingleOrDefault();
        return named?.Value ?? Path.GetFileNameWithoutExtension(project.Name);
    }
}
