namespace Repository.Tests.Layering;

public sealed class ProjectReferencesTests
{
    [Fact]
    public void Packages_depend_only_on_the_layers_below_them() =>
        Violation.None(ProjectReferences.Check(SourceTree.Repository));

    [Theory]
    [InlineData("Patterns.Core", "Patterns.Caching")]
    [InlineData("Patterns.Locking", "Patterns.Caching")]
    [InlineData("Patterns.Caching", "Engine.Server")]
    [InlineData("Engine.Server", "Patterns.Core")]
    [InlineData("Engine.Testing", "Patterns.Caching")]
    [InlineData("Engine.Lua", "Engine.Server")]
    [InlineData("Engine.Attic", "Engine.Server")]
    public void A_reference_against_the_layers_is_reported(string project, string other) =>
        Violation.One(Check(project, $"<ProjectReference Include=\"../{other}.csproj\" />"), PathOf(project), 2);

    [Theory]
    [InlineData("Engine.Server", "StackExchange.Redis")]
    [InlineData("Engine.Lua", "Microsoft.Extensions.Options")]
    public void A_package_that_the_layer_does_without_is_reported(string project, string package) =>
        Violation.One(Check(project, $"<PackageReference Include=\"{package}\" />"), PathOf(project), 2);

    [Theory]
    [InlineData("Patterns.Caching", "Patterns.Core")]
    [InlineData("Patterns.RateLimiting.AspNetCore", "Patterns.RateLimiting")]
    [InlineData("Engine.Testing", "Engine.Server")]
    public void A_reference_downward_is_fine(string project, string other) =>
        Violation.None(Check(project, $"<ProjectReference Include=\"..\\{other}\\{other}.csproj\" />"));

    private static string PathOf(string project) => $"src/{project}/{project}.csproj";

    private static IEnumerable<Violation> Check(string project, string reference) =>
        ProjectReferences.Check(SourceTree.Planted(
            (PathOf(project), $"<Project><ItemGroup>\n{reference}\n</ItemGroup></Project>")));
}
