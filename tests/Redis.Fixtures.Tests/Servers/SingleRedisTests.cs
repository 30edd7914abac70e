using Redis.Fixtures.Clients;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Redis.Fixtures.Tests.Servers;

public sealed class SingleRedisTests(SingleRedis redis)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Key_prefixes_keep_tests_apart_on_the_shared_server()
    {
        string first = SingleRedis.NewKeyPrefix();
        string second = SingleRedis.NewKeyPrefix();
        await using RespClient client = await redis.ConnectAsync(Cancellation);

        await client.CallAsync("SET", $"{first}k", "v");

        Assert.True((await client.CallAsync("GET", $"{second}k")).IsNull);
        Assert.Equal("v", (await client.CallAsync("GET", $"{first}k")).Text);
        await client.CallAsync("DEL", $"{first}k");
    }

    [Fact]
    public async Task Multiplexer_connects_to_it()
    {
        await using ConnectionMultiplexer multiplexer = await redis.ConnectMultiplexerAsync(
            options => options.ClientName = "fixture test");

        Assert.True(await multiplexer.GetDatabase().PingAsync() > TimeSpan.Zero);
        Assert.Equal("fixture test", multiplexer.ClientName);
    }
}
