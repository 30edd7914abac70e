using System.Xml.Linq;

namespace Repository.Tests.Packaging;

/// <summary>A package tells what it is, and brings along nothing that only our own build needs.</summary>
internal static class Nuspec
{
    private const int ReadmeLines = 10;

    // Stand-ins serve for these where they cannot be restored; who references our packages gets them from the client.
    private static readonly string[] OnlyThroughTheClient = ["Pipelines.Sockets.Unofficial", "System.IO.Hashing"];

    public static IEnumerable<string> Check(Package package)
    {
        XNamespace space = package.Nuspec.Root!.Name.Namespace;
        XElement metadata = package.Nuspec.Root.Element(space + "metadata")!;
        string Value(string name) => metadata.Element(space + name)?.Value ?? "";

        (bool Holds, string Fault)[] rules =
        [
            (Value("license") == "MIT", "has no MIT licence"),
            (Value("readme") == "README.md" && package.Entries.Contains("README.md"), "packs no readme"),
            (package.Readme.Split('\n').Length >= ReadmeLines, $"has a readme of less than {ReadmeLines} lines"),
            (Value("icon") == "icon.png" && package.Entries.Contains("icon.png"), "packs no icon"),
            (Value("description").Length > 0 && Value("description") != "Package Description", "has no description"),
            (Value("tags").Length > 0, "has no tags"),
            (Value("authors") == "Patterns contributors", "has other authors"),
            (metadata.Element(space + "repository")?.Attribute("url") is null, "names the clone it was built from"),
            (Value("projectUrl").Length == 0, "names an address that does not exist"),
            (package.HasSymbols, "has no symbols beside it"),
        ];
        IEnumerable<string> dependencies =
            from dependency in metadata.Descendants(space + "dependency")
            let id = dependency.Attribute("id")!.Value
            where OnlyThroughTheClient.Contains(id)
            select $"depends on {id}";
        IEnumerable<string> files =
            from entry in package.Entries
            where OnlyThroughTheClient.Contains(Path.GetFileNameWithoutExtension(entry))
            select $"ships {entry}";
        return rules.Where(rule => !rule.Holds).Select(rule => rule.Fault).Concat(dependencies).Concat(files)
            .Select(fault => $"{package.Name} {fault}.");
    }
}
