namespace Repository.Tests.Docs;

public sealed class SnippetsTests
{
    private const string Source =
        """
        class Sample
        {
            #region greet
            void Greet()
            {
                Say("hello");
            }

            #endregion
        }
        """;

    private const string Greet = "void Greet()\n{\n    Say(\"hello\");\n}\n\n";

    [Fact]
    public void Code_on_the_pages_is_compiled() => Violation.None(Snippets.Check(SourceTree.Repository));

    [Fact]
    public void A_block_that_equals_its_region_is_fine() =>
        Violation.None(Check($"<!-- snippet: samples/A/Sample.cs#greet -->\n```csharp\n{Greet}```\n"));

    [Fact]
    public void Other_languages_need_no_region() => Violation.None(Check("```bash\n./test.sh\n```\n```\ntext\n```\n"));

    [Theory]
    [InlineData("```csharp")]
    [InlineData("```cs")]
    [InlineData("```C# title=\"a\"")]
    [InlineData("<!-- snippet: samples/A/Sample.cs#greet -->\n\n```csharp")]
    [InlineData("<!-- snippet: samples/A/Missing.cs#greet -->\n```csharp")]
    [InlineData("<!-- snippet: samples/A/Sample.cs#missing -->\n```csharp")]
    public void A_block_without_a_region_is_reported(string opening) =>
        Violation.One(Check($"{opening}\n{Greet}```\n"), "docs/page.md", opening.Split('\n').Length);

    [Theory]
    [InlineData("Say(\"hello\");", "Say(\"goodbye\");")]
    [InlineData("    Say(\"hello\");\n", "")]
    [InlineData("    Say", "  Say")]
    public void A_block_that_differs_from_its_region_is_reported(string was, string changed)
    {
        string stale = Greet.Replace(was, changed, StringComparison.Ordinal);
        string page = $"```\ntext\n```\n<!-- snippet: samples/A/Sample.cs#greet -->\n```csharp\n{stale}```\n";

        Violation.One(Check(page), "docs/page.md", 5);
    }

    private static IEnumerable<Violation> Check(string page) =>
        Snippets.Check(SourceTree.Planted(("samples/A/Sample.cs", Source), ("docs/page.md", page)));
}
