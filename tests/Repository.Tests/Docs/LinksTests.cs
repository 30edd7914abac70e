namespace Repository.Tests.Docs;

public sealed class LinksTests
{
    private static readonly (string, string) Target =
        ("docs/target.md", "# A `Title`, with signs!\n\n## Twice\n\n## Twice\n");

    [Fact]
    public void Links_lead_somewhere() => Violation.None(Links.Check(SourceTree.Repository));

    [Theory]
    [InlineData("[x](missing.md)")]
    [InlineData("[x](../../target.md)")]
    [InlineData("[x](target.md#no-such-heading)")]
    [InlineData("[x](target.md#twice-2)")]
    [InlineData("[x](#no-such-heading)")]
    [InlineData("![x](missing.png \"title\")")]
    [InlineData("[x]: missing.md")]
    [InlineData("<img src=\"missing.png\" />")]
    public void A_link_that_leads_nowhere_is_reported(string link) =>
        Violation.One(Check("docs/page.md", "\n" + link), "docs/page.md", 2);

    [Theory]
    [InlineData("[x](target.md)")]
    [InlineData("[x](./target.md#a-title-with-signs)")]
    [InlineData("[x](target.md#twice-1)")]
    [InlineData("[x](../docs)")]
    [InlineData("[x](../src/A/A.cs)")]
    [InlineData("[x](#here)\n# Here")]
    [InlineData("[x](https://example.com/missing)")]
    [InlineData("`[x](missing.md)`")]
    [InlineData("```\n[x](missing.md)\n```")]
    public void A_link_that_leads_somewhere_is_fine(string link) => Violation.None(Check("docs/page.md", link));

    [Fact]
    public void A_relative_link_in_the_readme_of_a_package_is_reported() =>
        Violation.One(Check("src/A/README.md", "[x](../../docs/target.md)"), "src/A/README.md", 1);

    private static IEnumerable<Violation> Check(string path, string text) =>
        Links.Check(SourceTree.Planted(Target, ("src/A/A.cs", ""), (path, text)));
}
