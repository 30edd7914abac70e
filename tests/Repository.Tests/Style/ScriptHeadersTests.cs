namespace Repository.Tests.Style;

public sealed class ScriptHeadersTests
{
    [Fact]
    public void Every_script_has_a_header() => Violation.None(ScriptHeaders.Check(SourceTree.Repository));

    [Theory]
    [InlineData("return 1")]
    [InlineData("-- Tells one.\nreturn 1")]
    [InlineData("-- Tells a key.\n--\n-- Returns    it\nreturn KEYS[1]")]
    public void A_script_with_a_bad_header_is_reported(string text) =>
        Violation.One(
            ScriptHeaders.Check(SourceTree.Planted(("src/Patterns.X/one.lua", text))), "src/Patterns.X/one.lua", 1);

    [Fact]
    public void A_script_with_a_header_is_fine() => Violation.None(ScriptHeaders.Check(SourceTree.Planted(
        ("src/Patterns.X/one.lua", "-- Tells a key.\n--\n-- KEYS[1]    the key\n-- Returns    it\nreturn KEYS[1]"))));
}
