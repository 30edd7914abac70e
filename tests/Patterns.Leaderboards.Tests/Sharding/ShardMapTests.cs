using Patterns.Leaderboards.Sharding;
using StackExchange.Redis;

namespace Patterns.Leaderboards.Tests.Sharding;

public sealed class ShardMapTests
{
    [Theory]
    [InlineData("ada", 16, 14)]
    [InlineData("bea", 16, 5)]
    [InlineData("player:1234567", 1024, 270)]
    public void A_member_stays_where_earlier_releases_put_it(string member, int shards, int shard)
        => Assert.Equal(shard, ShardMap.Find(member, shards));

    [Fact]
    public void Members_are_spread_evenly()
    {
        int[] counts = new int[16];
        for (int number = 0; number < 160_000; number++)
        {
            counts[ShardMap.Find($"player:{number}", 16)]++;
        }

        // Ten thousand each; five standard deviations are 484.
        Assert.All(counts, count => Assert.InRange(count, 9_500, 10_500));
    }

    [Fact]
    public void A_further_shard_takes_its_part_and_nobody_else_moves()
    {
        int moved = 0;
        for (int number = 0; number < 100_000; number++)
        {
            RedisValue member = number;
            int before = ShardMap.Find(member, 9), after = ShardMap.Find(member, 10);
            if (before != after)
            {
                Assert.Equal(9, after);
                moved++;
            }
        }

        Assert.InRange(moved, 9_500, 10_500);
    }
}
