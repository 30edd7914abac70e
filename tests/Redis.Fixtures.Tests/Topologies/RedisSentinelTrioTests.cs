using Redis.Fixtures.Clients;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;
using Redis.Fixtures.Topologies;
using StackExchange.Redis;

namespace Redis.Fixtures.Tests.Topologies;

[Collection<UsesRedisSentinel>]
public sealed class RedisSentinelTrioTests(RedisSentinelTrio trio)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sentinels_agree_on_a_primary_that_has_the_other_node_as_its_replica()
    {
        RedisServerProcess primary = Assert.IsType<RedisServerProcess>(await trio.FindPrimaryAsync());
        RedisServerProcess replica = trio.Nodes.Single(node => node != primary);

        await using RespClient client = await replica.ConnectAsync(Cancellation);
        RespValue role = await client.CallAsync("ROLE");
        Assert.Equal(("slave", (long)primary.Port), (role[0].Text, role[2].Number));
    }

    [Fact]
    public async Task Replica_takes_over_from_a_paused_primary_and_repair_makes_that_a_replica()
    {
        RedisServerProcess lost = Assert.IsType<RedisServerProcess>(await trio.FindPrimaryAsync());

        await lost.PauseAsync(Cancellation);
        await Poll.UntilAsync(
            async _ => await trio.FindPrimaryAsync() is { } primary && primary != lost,
            "the replica took over",
            Cancellation);

        await trio.RepairAsync(Cancellation);
        Assert.NotSame(lost, await trio.FindPrimaryAsync());
        await using RespClient client = await lost.ConnectAsync(Cancellation);
        Assert.Equal("slave", (await client.CallAsync("ROLE"))[0].Text);
    }

    [Fact]
    public async Task Multiplexer_is_led_to_the_primary()
    {
        await using ConnectionMultiplexer multiplexer = await trio.ConnectMultiplexerAsync();

        Assert.True(await multiplexer.GetDatabase().StringSetAsync("led", "here"));

        RedisServerProcess primary = Assert.IsType<RedisServerProcess>(await trio.FindPrimaryAsync());
        await using RespClient client = await primary.ConnectAsync(Cancellation);
        Assert.Equal("here", (await client.CallAsync("GET", "led")).Text);
    }
}
