using Patterns.Core.Scripting;

namespace Patterns.Core.Tests.Scripting;

public sealed class ScriptHeaderTests
{
    private const string Good =
        """
        -- Adds to a counter
        -- and tells its value.
        --
        -- KEYS[1]     the counter
        -- ARGV[1]     how much,
        --             in units
        -- Returns     the value
        return redis.call('INCRBY', KEYS[1], ARGV[1])
        """;

    [Fact]
    public void A_header_tells_purpose_keys_arguments_and_result()
    {
        ScriptHeader header = ScriptHeader.Read("count", Good);

        Assert.Equal("Adds to a counter and tells its value.", header.Purpose);
        Assert.Equal("the counter", header.Rows["KEYS[1]"]);
        Assert.Equal("how much, in units", header.Rows["ARGV[1]"]);
        Assert.Equal("the value", header.Rows["Returns"]);
        Assert.False(header.IsPart);
    }

    [Theory]
    [InlineData("-- and tells its value.", "-- and more", "full stop")]
    [InlineData("-- KEYS[1]     the counter\n", "", "does not list KEYS[1]")]
    [InlineData("-- ARGV[1]     how much,\n--             in units\n", "", "does not list ARGV[1]")]
    [InlineData("-- Returns     the value\n", "", "does not say what the script returns")]
    [InlineData("-- KEYS[1]     the counter", "-- KEYS[1]", "says nothing about KEYS[1]")]
    public void A_fault_of_a_header_is_named_with_its_script(string good, string bad, string sentence)
    {
        Assert.Contains(good, Good, StringComparison.Ordinal);
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(
            () => ScriptHeader.Read("count", Good.Replace(good, bad, StringComparison.Ordinal)));
        Assert.Contains("'count'", error.Message, StringComparison.Ordinal);
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_uses_no_keys_of_its_own()
    {
        const string Part = "-- Adding.\n--\n-- Defines add(key)    adds\nlocal function add(key)\n  return key\nend\n";
        Assert.True(ScriptHeader.Read("add", Part).IsPart);
        Assert.Throws<InvalidOperationException>(
            () => ScriptHeader.Read("add", Part.Replace("return key", "return KEYS[1]", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("KEYS[1]  ", 1, true)]
    [InlineData("KEYS[1]  ", 2, false)]
    [InlineData("KEYS[1...]", 3, true)]
    public void The_header_knows_how_many_keys_a_call_has(string row, int count, bool accepted)
    {
        string text = Good.Replace("KEYS[1]  ", row, StringComparison.Ordinal)
            .Replace("KEYS[1],", "KEYS[KEY],", StringComparison.Ordinal);
        Assert.Equal(accepted, ScriptHeader.Read("count", text).AcceptsKeys(count));
    }
}
