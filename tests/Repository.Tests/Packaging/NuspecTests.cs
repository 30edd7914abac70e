using System.Xml.Linq;

namespace Repository.Tests.Packaging;

public sealed class NuspecTests
{
    private const string Good =
        """
        <package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
          <metadata>
            <id>A</id>
            <authors>Patterns contributors</authors>
            <license type="expression">MIT</license>
            <icon>icon.png</icon>
            <readme>README.md</readme>
            <description>Does something.</description>
            <tags>redis</tags>
            <repository type="git" commit="1234" />
            <dependencies>
              <group targetFramework="net10.0"><dependency id="StackExchange.Redis" version="2.13.23" /></group>
            </dependencies>
          </metadata>
        </package>
        """;

    [Fact]
    public void A_clean_package_is_fine() => Assert.Empty(Nuspec.Check(Package(Good)));

    [Theory]
    [InlineData("MIT", "GPL-3.0")]
    [InlineData("<readme>README.md</readme>", "")]
    [InlineData("<icon>icon.png</icon>", "")]
    [InlineData("Does something.", "Package Description")]
    [InlineData("Does something.", "")]
    [InlineData("<tags>redis</tags>", "")]
    [InlineData("Patterns contributors", "A")]
    [InlineData("commit=\"1234\"", "url=\"file:///somewhere\"")]
    [InlineData("<tags>", "<projectUrl>https://example.com</projectUrl><tags>")]
    [InlineData("StackExchange.Redis", "Pipelines.Sockets.Unofficial")]
    [InlineData("StackExchange.Redis", "System.IO.Hashing")]
    public void A_fault_of_the_nuspec_is_reported(string was, string changed) =>
        Assert.Single(Nuspec.Check(Package(Good.Replace(was, changed, StringComparison.Ordinal))));

    [Fact]
    public void A_file_that_is_missing_or_does_not_belong_is_reported()
    {
        Package good = Package(Good);

        Assert.Single(Nuspec.Check(good with { Entries = ["README.md"] }));
        Assert.Single(Nuspec.Check(good with { Entries = ["icon.png"] }));
        Assert.Single(Nuspec.Check(good with { Entries = [.. good.Entries, "lib/net10.0/System.IO.Hashing.dll"] }));
        Assert.Single(Nuspec.Check(good with { Readme = "# A" }));
        Assert.Single(Nuspec.Check(good with { HasSymbols = false }));
    }

    private static Package Package(string nuspec) =>
        new("A.nupkg", XDocument.Parse(nuspec), ["README.md", "icon.png"], new string('\n', 12), HasSymbols: true);
}
