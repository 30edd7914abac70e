namespace Repository.Tests;

/// <summary>The files that a check reads: those of the repository, or a few that a test has planted.</summary>
internal sealed class SourceTree(IEnumerable<SourceFile> files)
{
    private static readonly HashSet<string> NotOurs =
        [".git", ".vs", ".idea", "artifacts", "bin", "obj", "BenchmarkDotNet.Artifacts", "node_modules"];

    private readonly SortedDictionary<string, SourceFile> _files =
        new(files.ToDictionary(file => file.Path), StringComparer.Ordinal);

    /// <summary>The root folder of the repository that this test was built from.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>The repository that this test was built from.</summary>
    public static SourceTree Repository { get; } = Read(RepositoryRoot);

    public IEnumerable<SourceFile> Files => _files.Values;

    public static SourceTree Planted(params (string Path, string Text)[] files) =>
        new(files.Select(file => new SourceFile(file.Path, () => file.Text)));

    public static SourceTree Read(string root) =>
        new(Enumerate(new DirectoryInfo(root)).Select(path => new SourceFile(
            Path.GetRelativePath(root, path).Replace('\\', '/'), () => File.ReadAllText(path))));

    public IEnumerable<SourceFile> CSharp(string folder) =>
        Files.Where(file => file.Path.StartsWith(folder + "/", StringComparison.Ordinal) && file.HasExtension(".cs"));

    public SourceFile? Find(string path) => _files.GetValueOrDefault(path);

    /// <summary>Whether a file or a folder has this path.</summary>
    public bool Contains(string path) =>
        path.Length == 0 || _files.ContainsKey(path)
        || _files.Keys.Any(file => file.StartsWith(path.TrimEnd('/') + "/", StringComparison.Ordinal));

    private static IEnumerable<string> Enumerate(DirectoryInfo folder) =>
        folder.EnumerateFiles().Select(file => file.FullName).Concat(
            folder.EnumerateDirectories().Where(child => !NotOurs.Contains(child.Name)).SelectMany(Enumerate));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Patterns.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException(
                $"{AppContext.BaseDirectory} is not inside a clone of the repository.");
        }

        return folder.FullName;
    }
}
