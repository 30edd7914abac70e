using System.Xml.Linq;

namespace Repository.Tests.Layering;

/// <summary>Which packages of ours may depend on which, read from the project files under src.</summary>
internal static class ProjectReferences
{
    private const string RedisClient = "StackExchange.Redis";

    // The engine knows nothing of the recipes, and its Lua knows nothing of the engine.
    private static readonly Dictionary<string, string[]> EngineReferences = new()
    {
        ["Engine.Lua"] = [],
        ["Engine.Server"] = ["Engine.Lua"],
        ["Engine.Testing"] = ["Engine.Server"],
        ["Engine.Cli"] = ["Engine.Server"],
    };

    // A server needs no client; only the test host offers a connection to it.
    private static readonly string[] WithoutClient = ["Engine.Lua", "Engine.Server", "Engine.Cli"];

    public static IEnumerable<Violation> Check(SourceTree tree) =>
        from file in tree.Files
        where file.Path.StartsWith("src/", StringComparison.Ordinal) && file.HasExtension(".csproj")
        from violation in CheckProject(file)
        select violation;

    private static IEnumerable<Violation> CheckProject(SourceFile file)
    {
        string project = Path.GetFileNameWithoutExtension(file.Name);
        XDocument content = XDocument.Parse(file.Text, LoadOptions.SetLineInfo);
        foreach (XElement reference in content.Descendants("ProjectReference"))
        {
            string other = Path.GetFileNameWithoutExtension(Include(reference).Replace('\\', '/'));
            if (!MayReference(project, other))
            {
                yield return file.Violation(Line(reference), $"{project} may not reference {other}.");
            }
        }

        foreach (XElement reference in content.Descendants("PackageReference"))
        {
            bool anyPackage = project != "Engine.Lua";
            bool thisPackage = Include(reference) != RedisClient || !WithoutClient.Contains(project);
            if (!anyPackage || !thisPackage)
            {
                yield return file.Violation(Line(reference), $"{project} may not depend on {Include(reference)}.");
            }
        }
    }

    // Patterns.X uses Patterns.Core; Patterns.X.Y, its integration with a framework, uses Patterns.X as well.
    private static bool MayReference(string project, string other)
    {
        if (project.StartsWith("Engine.", StringComparison.Ordinal))
        {
            return EngineReferences.TryGetValue(project, out string[]? allowed) && allowed.Contains(other);
        }

        return project != "Patterns.Core"
            && (other == "Patterns.Core" || project.StartsWith(other + ".", StringComparison.Ordinal));
    }

    private static string Include(XElement reference) => reference.Attribute("Include")!.Value;

    private static int Line(XElement element) => ((System.Xml.IXmlLineInfo)element).LineNumber;
}
