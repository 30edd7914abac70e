using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;
using Redis.Fixtures.Topologies;

namespace Redis.Fixtures.Tests.Topologies;

[Collection<UsesIndependentRedisNodes>]
public sealed class IndependentRedisNodesTests(IndependentRedisNodes nodes)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Five_servers_know_nothing_of_each_other()
    {
        Assert.Equal(5, nodes.Nodes.Count);
        for (int index = 0; index < 5; index++)
        {
            await using RespClient client = await nodes.Nodes[index].ConnectAsync(Cancellation);
            Assert.True((await client.CallAsync("GET", "shared")).IsNull);
            await client.CallAsync("SET", "shared", "mine");
        }
    }

    [Fact]
    public async Task Repair_brings_back_the_stopped_the_killed_and_the_paused()
    {
        await nodes.Nodes[0].StopAsync(Cancellation);
        await nodes.Nodes[1].KillAsync(Cancellation);
        await nodes.Nodes[2].PauseAsync(Cancellation);

        await nodes.RepairAsync(Cancellation);

        Assert.All(nodes.Nodes, node => Assert.True(node.IsRunning));
    }

    [Fact]
    public async Task Directives_reach_every_node()
    {
        await using IndependentRedisNodes configured = new() { Directives = ["maxmemory-policy allkeys-lru"] };
        await configured.InitializeAsync();

        foreach (RedisServerProcess node in configured.Nodes)
        {
            await using RespClient client = await node.ConnectAsync(Cancellation);
            Assert.Equal("allkeys-lru", (await client.CallAsync("CONFIG", "GET", "maxmemory-policy"))[1].Text);
        }
    }
}
