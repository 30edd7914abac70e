using Redis.Fixtures.Clients;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Conformance.Tests.Documents;

/// <summary>The code of docs/walkthroughs/redis-itself.md, which runs as it stands there.</summary>
public sealed class PipeliningSnippet(SingleRedis redis)
{
    [Fact]
    public async Task Replies_come_in_the_order_of_the_commands()
    {
        await using ConnectionMultiplexer connection = await redis.ConnectMultiplexerAsync();
        IDatabase database = connection.GetDatabase();
        string prefix = SingleRedis.NewKeyPrefix();
        string[] keys = [prefix + "a", prefix + "b", prefix + "none"];
        await database.StringSetAsync(keys[0], "1");
        await database.StringSetAsync(keys[1], "2");

        #region pipeline
        // Sent one behind the other on one connection; the replies are awaited together.
        Task<RedisValue>[] replies = [.. keys.Select(key => database.StringGetAsync(key))];
        RedisValue[] values = await Task.WhenAll(replies);
        #endregion

        Assert.Equal(["1", "2", RedisValue.Null], values);
    }
}
