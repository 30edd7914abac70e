namespace Conformance.Tests.Documents;

/// <summary>The pages of the repository that this test was built from.</summary>
internal static class CommandPages
{
    /// <summary>Every block of commands in docs.</summary>
    public static IReadOnlyList<CommandBlock> Blocks { get; } = [.. ReadBlocks(Folder())];

    private static IEnumerable<CommandBlock> ReadBlocks(string folder) =>
        Directory.EnumerateFiles(folder, "*.md", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .SelectMany(path => CommandBlock.Read(Path.GetRelativePath(folder, path), File.ReadAllLines(path)));

    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Patterns.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException(
                $"{AppContext.BaseDirectory} is not inside a clone of the repository.");
        }

        return Path.Combine(folder.FullName, "docs");
    }
}
