using Repository.Tests.Scripts;

namespace Repository.Tests.Packaging;

/// <summary>Every package of the repository, packed once, from what has been built, into a folder of its own.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>No cache of packages can hold this version from an earlier run.</summary>
    public string Version { get; } = $"0.0.0-test.{Guid.NewGuid():N}";

    public string Folder => _folder.Path;

    internal IEnumerable<Package> Packages => Directory.EnumerateFiles(Folder, "*.nupkg").Order().Select(Package.Read);

    public async ValueTask InitializeAsync()
    {
        string[] arguments =
            ["pack", "Patterns.sln", "--no-build", "-c", ThisBuild.Configuration, "-o", Folder, $"-p:Version={Version}",
            "-nodeReuse:false"];
        Command pack = await Command.Run(SourceTree.RepositoryRoot, "dotnet", arguments);
        pack.Succeeded();
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
