namespace Engine.Lua.Tests.Libraries;

public sealed class StringLibraryTests
{
    [Theory]
    [InlineData("('abc'):len()", "3")]
    [InlineData("string.sub('abcdef', 2, -2)", "bcde")]
    [InlineData("string.sub('abc', -100, 100)", "abc")]
    [InlineData("string.sub('abc', 3, 2)", "")]
    [InlineData("string.byte('abc', 1, -1)", "97 98 99")]
    [InlineData("select('#', string.byte('abc', 10))", "0")]
    [InlineData("string.char(76, 117, 97)", "Lua")]
    [InlineData("string.rep('ab', 3) .. string.rep('x', -1)", "ababab")]
    [InlineData("string.reverse('abc')", "cba")]
    [InlineData("string.upper('a\\228z'), string.lower('AZ\\196')", "A\u00e4Z az\u00c4")]
    [InlineData("string.gfind == string.gmatch", "true")]
    [InlineData("#string.format('%s', string.rep('x', 100) .. '\\0y')", "102")]
    public void A_function_gives_what_the_manual_says(string expressions, string expected) =>
        Assert.Equal(expected, LibraryState.Evaluate(expressions));

    [Theory]
    [InlineData("string.char(256)", "bad argument #1 to 'char' (invalid value)")]
    [InlineData("string.rep()", "bad argument #1 to 'rep' (string expected, got no value)")]
    [InlineData("('x'):rep({})", "bad argument #1 to 'rep' (number expected, got table)")]
    [InlineData("string.rep('x', 1e9)", "not enough memory")]
    [InlineData("string.rep(string.rep('x', 1e6), 1e6)", "not enough memory")]
    [InlineData("string.byte(string.rep('x', 8001), 1, -1)", "stack overflow (string slice too long)")]
    [InlineData("string.dump(print or pcall)", "unable to dump given function")]
    public void A_wrong_argument_is_refused(string expression, string message) =>
        Assert.Equal(message, LibraryState.ErrorOf(expression));

    [Fact]
    public void Nothing_but_the_functions_of_lua_is_in_the_library() => Assert.Equal(
        "byte char dump find format gfind gmatch gsub len lower match rep reverse sub upper",
        LibraryState.Evaluate(
            "(function() local names = {} for name in pairs(string) do names[#names + 1] = name end "
            + "table.sort(names) return table.concat(names, ' ') end)()"));

    [Fact]
    public void A_dump_is_a_binary_chunk_of_this_version() => Assert.Equal(
        "27 76 117 97 81", LibraryState.Evaluate("string.dump(function() return 1 end):byte(1, 5)"));
}
