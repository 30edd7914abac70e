using System.Xml.Linq;
using Repository.Tests.Scripts;

namespace Repository.Tests.Packaging;

public sealed class PackedPackagesTests(PackedPackages packed) : IClassFixture<PackedPackages>
{
    [Fact]
    public void Every_package_is_clean() =>
        Assert.Equal("", string.Join('\n', packed.Packages.SelectMany(Nuspec.Check)));

    [Fact]
    public void Every_project_under_src_is_packed()
    {
        IEnumerable<string> projects = SourceTree.Repository.Files
            .Where(file => file.Path.StartsWith("src/", StringComparison.Ordinal) && file.HasExtension(".csproj"))
            .Select(project => XDocument.Parse(project.Text).Descendants("AssemblyName").SingleOrDefault()?.Value
                ?? Path.GetFileNameWithoutExtension(project.Name));

        Assert.Equal(
            projects.Select(project => $"{project}.{packed.Version}.nupkg").Order(StringComparer.Ordinal),
            packed.Packages.Select(package => package.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_project_of_somebody_else_restores_and_uses_the_packages()
    {
        using var folder = new TemporaryFolder();
        Consumer.Write(folder, packed);

        Command run = await Command.Run(
            folder.Path, "dotnet", ["run", "-c", ThisBuild.Configuration], ("MSBUILDDISABLENODEREUSE", "1"));

        string[] expected =
        [
            "hello",
            "Berlin, 3677472 people; the same: True; loads: 1.",
            "ada leads with 4200; bea has rank 2 of 2.",
            "The session has expired.",
        ];
        Assert.Equal(expected, run.Succeeded().Lines);
    }

    [Fact]
    public async Task The_engine_installs_as_a_tool()
    {
        using var folder = new TemporaryFolder();
        string[] install =
            ["tool", "install", "engine-server", "--version", packed.Version, "--source", packed.Folder,
            "--tool-path", folder.Path];
        (await Command.Run(folder.Path, "dotnet", install)).Succeeded();

        Command run = await Command.Run(folder.Path, Path.Combine(folder.Path, "engine-server"), ["--version"]);

        Assert.StartsWith("Redis server v=", run.Succeeded().Output, StringComparison.Ordinal);
    }
}
