namespace Engine.Durability.Benchmarks;

/// <summary>Empty directories on the disk of the repository, deleted at the end.</summary>
internal sealed class ScratchDirectories : IDisposable
{
    private readonly string _root = Path.GetFullPath(
        Path.Combine("artifacts", "durability-" + Guid.NewGuid().ToString("N")));

    private int _count;

    public string Next()
    {
        string path = Path.Combine(_root, $"{_count++}");
        Directory.CreateDirectory(path);
        return path;
    }

    public void Dispose()
    {
        if (Directory.Exists(_root))
            Directory.Delete(_root, recursive: true);
    }
}
