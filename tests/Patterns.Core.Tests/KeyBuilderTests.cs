namespace Patterns.Core.Tests;

public sealed class KeyBuilderTests
{
    [Fact]
    public void A_key_is_prefix_version_and_name()
        => Assert.Equal("shop:cache:2:product:42", new KeyBuilder("shop:cache", 2).For("product:42"));

    [Fact]
    public void A_hash_tag_in_the_name_stays_the_first_in_the_key()
        => Assert.Equal("cache:1:{user:42}:profile", new KeyBuilder("cache", 1).For("{user:42}:profile"));

    [Fact]
    public void Building_a_key_allocates_nothing()
    {
        var keys = new KeyBuilder("cache", 1);
        keys.For("product:42");
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int key = 0; key < 100; key++)
        {
            keys.For("product:42");
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("a{b}", "contains '{'")]
    [InlineData("a b", "contains the character U+0020")]
    [InlineData("a\n", "contains the character U+000A")]
    public void A_prefix_that_would_break_keys_is_refused(string prefix, string fault)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new KeyBuilder(prefix, 1));
        Assert.Equal("prefix", error.ParamName);
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_prefix_has_at_most_100_characters()
    {
        Assert.Null(KeyBuilder.FindFault(new string('p', 100)));
        Assert.Contains("has 101 characters", KeyBuilder.FindFault(new string('p', 101)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_must_not_be_empty()
        => Assert.Throws<ArgumentException>(() => new KeyBuilder("cache", 1).For(""));

    [Fact]
    public void Versions_count_from_one()
        => Assert.Throws<ArgumentOutOfRangeException>(() => new KeyBuilder("cache", 0));
}
