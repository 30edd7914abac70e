using StackExchange.Redis;

namespace Patterns.RateLimiting.Tests;

public sealed class RateLimitKeysTests
{
    [Fact]
    public void No_names_of_partitions_and_tags_make_two_keys_the_same()
    {
        string[] names =
            ["ada", "ada::block", "block", ":block", "::block", "acme", "acme:ada", "s", "b", "b:", ":s:ada"];
        var keys = new RateLimitKeys("rate");
        List<RedisKey> all =
        [
            .. from partition in names
               from tag in names
               from key in (RedisKey[])[keys.State(partition, tag), keys.Block(partition, tag)]
               select key,
        ];
        Assert.Equal(2 * names.Length * names.Length, all.Distinct().Count());
    }
}
