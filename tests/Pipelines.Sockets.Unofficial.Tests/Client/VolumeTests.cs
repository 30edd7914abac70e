using Pipelines.Sockets.Unofficial.Tests.Connections;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Pipelines.Sockets.Unofficial.Tests.Client;

/// <summary>Large values, many commands and many connections' worth of waiting on one connection.</summary>
public sealed class VolumeTests(SingleRedis redis)
{
    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Values_of_64_megabytes_go_there_and_back()
    {
        await using var client = await RedisClient.ConnectAsync(redis.EndPoint);
        var (database, key) = (client.GetDatabase(), SingleRedis.NewKeyPrefix());
        var value = Transfer.Noise(64 * 1024 * 1024, seed: 9);

        await database.StringSetAsync(key, value);
        Assert.Equal(value, (byte[]?)await database.StringGetAsync(key));
        await database.KeyDeleteAsync(key);
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Pipelined_increments_all_arrive_in_order()
    {
        const int Count = 300_000;
        await using var client = await RedisClient.ConnectAsync(redis.EndPoint);
        var (database, key) = (client.GetDatabase(), SingleRedis.NewKeyPrefix());

        var replies = new Task<long>[Count];
        for (var index = 0; index < Count; index++)
        {
            replies[index] = database.StringIncrementAsync(key);
        }

        Assert.Equal(Enumerable.Range(1, Count).Select(static value => (long)value), await Task.WhenAll(replies));
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Replies_of_many_elements_span_many_blocks()
    {
        const int Count = 200_000;
        await using var client = await RedisClient.ConnectAsync(redis.EndPoint);
        var (database, key) = (client.GetDatabase(), SingleRedis.NewKeyPrefix());
        var values = Enumerable.Range(0, Count).Select(static number => (RedisValue)number).ToArray();
        await database.ListRightPushAsync(key, values);

        for (var round = 0; round < 3; round++)
        {
            Assert.Equal(values, await database.ListRangeAsync(key));
            Assert.Equal(Count, await database.ListLengthAsync(key));
        }
    }

    [Fact(Timeout = TestTimeout.Milliseconds)]
    public async Task Concurrent_callers_get_their_own_replies()
    {
        await using var client = await RedisClient.ConnectAsync(redis.EndPoint);
        var (database, prefix) = (client.GetDatabase(), SingleRedis.NewKeyPrefix());

        await Task.WhenAll(Enumerable.Range(0, 100).Select(CallAsync));

        async Task CallAsync(int caller)
        {
            var random = new Random(caller);
            for (var round = 0; round < 50; round++)
            {
                var value = Transfer.Noise(random.Next(0, 20_000), seed: (uint)((caller * 50) + round));
                await database.StringSetAsync($"{prefix}{caller}", value);
                Assert.Equal(value, (byte[]?)await database.StringGetAsync($"{prefix}{caller}"));
            }
        }
    }
}
