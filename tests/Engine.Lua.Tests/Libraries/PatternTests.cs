using Engine.Lua.Values;

namespace Engine.Lua.Tests.Libraries;

public sealed class PatternTests
{
    [Theory]
    [InlineData("string.find('hello world', 'o w')", "5 7")]
    [InlineData("string.find('a.c', '.', 2, true)", "2 2")]
    [InlineData("string.find('abc', '', 10)", "4 3")]
    [InlineData("string.find('abc', 'b', -1)", "nil")]
    [InlineData("string.match('2024-01', '(%d+)-(%d+)')", "2024 01")]
    [InlineData("string.match('abc', '()b()')", "2 3")]
    [InlineData("string.match('f(a(b)c)d', '%b()')", "(a(b)c)")]
    [InlineData("string.match('THE (quick) fox', '%f[%a]%a+', 5)", "quick")]
    [InlineData("string.match('say \"hi\" and \"ho\"', '([\"\\'])(.-)%1')", "\" hi")]
    [InlineData("string.match('aaa', '^(a-)$')", "aaa")]
    [InlineData("string.match('a]b', '[^]]')", "a")]
    [InlineData("string.match('x-y', '[a-]')", "-")]
    [InlineData("string.find('a\\0c', '%z')", "2 2")]
    [InlineData("string.match('abc', 'a\\0.')", "a")]
    public void A_match_is_found(string expressions, string expected) =>
        Assert.Equal(expected, LibraryState.Evaluate(expressions));

    [Theory]
    [InlineData("string.gsub('hello', 'l', 'L', 1)", "heLlo 1")]
    [InlineData("string.gsub('abc', '%w', '%0%0')", "aabbcc 3")]
    [InlineData("string.gsub('hello world', '(%w+) (%w+)', '%2 %1')", "world hello 1")]
    [InlineData("string.gsub('abc', '', '-')", "-a-b-c- 4")]
    [InlineData("string.gsub('abc', 'b*', '-')", "-a--c- 4")]
    [InlineData("string.gsub('aab', '^a', 'x')", "xab 1")]
    [InlineData("string.gsub('$a $b', '%$(%w)', {a = 1, b = false})", "1 $b 2")]
    [InlineData("string.gsub('abc', '%w', setmetatable({}, {__index = function(_, k) return k:upper() end}))", "ABC 3")]
    [InlineData("string.gsub('abc', '()', function(position) return position end)", "1a2b3c4 4")]
    [InlineData("string.gsub('abc', 'x', 'y')", "abc 0")]
    public void Matches_are_replaced(string expressions, string expected) =>
        Assert.Equal(expected, LibraryState.Evaluate(expressions));

    [Theory]
    [InlineData("string.find('a', '%')", "malformed pattern (ends with '%')")]
    [InlineData("string.find('a', '[a')", "malformed pattern (missing ']')")]
    [InlineData("string.find('a', '(a')", "unfinished capture")]
    [InlineData("string.match('a', 'a)')", "invalid pattern capture")]
    [InlineData("string.find('a', '%1')", "invalid capture index")]
    [InlineData("string.find('a', '%b(')", "unbalanced pattern")]
    [InlineData("string.find('a', '%fa')", "missing '[' after '%f' in pattern")]
    [InlineData("string.find(string.rep('a', 40), string.rep('(a)', 33))", "too many captures")]
    [InlineData("string.gsub('a', 'a', '%2')", "invalid capture index")]
    [InlineData("string.gsub('a', 'a', function() return {} end)", "invalid replacement value (a table)")]
    [InlineData("string.gsub('a', 'a')", "bad argument #3 to 'gsub' (string/function/table expected)")]
    public void A_malformed_pattern_or_replacement_is_refused(string expression, string message) =>
        Assert.Equal(message, LibraryState.ErrorOf(expression));

    [Fact]
    public void Each_match_is_given_once() => Assert.Equal(
        "one=1 two=2 ",
        LibraryState.Evaluate(
            "(function() local all = '' for key, value in ('one=1, two=2'):gmatch('(%w+)=(%w+)') do "
            + "all = all .. key .. '=' .. value .. ' ' end return all end)()"));

    [Fact]
    public void A_pattern_of_any_length_is_matched_without_the_stack_of_the_host() => Assert.Equal(
        "1 200000", LibraryState.Evaluate("string.find(('a'):rep(200000), ('a?'):rep(200000))"));

    [Theory]
    [InlineData("string.find(string.rep('a', 40), string.rep('a?', 40) .. 'b')")]
    [InlineData("string.find(string.rep('a', 300000), '.-b')")]
    [InlineData("string.gsub(string.rep('(', 300000), '%b()', '')")]
    [InlineData("string.match(string.rep('a', 1000), '(.*)(.*)(.*)(.*)b')")]
    [InlineData("(function() for _ in string.gmatch(string.rep('a', 300000), '.-b') do end end)()")]
    public void A_match_that_takes_hours_can_be_ended(string expression)
    {
        LuaState state = LibraryState.Create();
        int watched = 0;
        state.Watch = () =>
        {
            if (++watched == 100)
            {
                throw new LuaAbortException("enough");
            }
        };

        Assert.Throws<LuaAbortException>(() => LibraryState.Run(state, $"return {expression}"));
        Assert.Equal("fit", LibraryState.Text(LibraryState.Run(state, "return 'fit'")));
    }

    [Fact]
    public void A_result_that_exceeds_the_longest_string_is_refused()
    {
        LuaState state = LibraryState.Create(new LuaLimits { MaxStringLength = 1 << 20 });
        LuaValue outcome = LibraryState.Run(
            state,
            "local big = string.rep('x', 100000) local ok, message = pcall(string.gsub, big, 'x', big) return message");
        Assert.Equal("not enough memory", LibraryState.Text(outcome));
    }
}
