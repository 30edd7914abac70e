namespace Repository.Tests.Style;

public sealed class BannedWordsTests
{
    [Fact]
    public void Nothing_unfinished_is_left() => Violation.None(BannedWords.Check(SourceTree.Repository));

    [Theory]
    [InlineData("src/N/A.cs", "// TO" + "DO: later")]
    [InlineData("docs/a.md", "FIX" + "ME")]
    [InlineData("src/N/A.cs", "#" + "pragma warning disable CA1000")]
    [InlineData("src/N/A.cs", "throw new NotImplemented" + "Exception();")]
    [InlineData("docs/a.md", "see ../sha" + "red/design.md")]
    [InlineData("eng/a.sh", "cd /wo" + "rk/main")]
    [InlineData("README.md", "in /ho" + "me/someone/patterns")]
    public void A_banned_word_is_reported(string path, string line) =>
        Violation.One(BannedWords.Check(SourceTree.Planted((path, "fine\n" + line))), path, 2);

    [Theory]
    [InlineData("src/N/A.cs", "class ToDoList;")]
    [InlineData("docs/a.md", "a unit of wo" + "rk, shared by all")]
    public void Words_that_only_resemble_them_are_fine(string path, string line) =>
        Violation.None(BannedWords.Check(SourceTree.Planted((path, line))));
}
