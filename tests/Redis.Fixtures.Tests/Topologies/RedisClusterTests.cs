using Redis.Fixtures.Clients;
using Redis.Fixtures.Resp;
using Redis.Fixtures.Servers;
using Redis.Fixtures.Topologies;
using StackExchange.Redis;

namespace Redis.Fixtures.Tests.Topologies;

[Collection<UsesRedisCluster>]
public sealed class RedisClusterTests(RedisCluster cluster)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cluster_has_three_primaries_and_serves_every_slot()
    {
        Assert.Equal(6, cluster.Nodes.Count);
        Assert.Equal(3, (await cluster.GetPrimariesAsync()).Count);
        foreach (RedisServerProcess node in cluster.Nodes)
        {
            await using RespClient client = await node.ConnectAsync(Cancellation);
            string state = (await client.CallAsync("CLUSTER", "INFO")).Text;
            Assert.Contains("cluster_slots_ok:16384\r\n", state, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Key_is_served_by_the_primary_of_its_slot_and_moved_by_the_others()
    {
        RedisServerProcess owner = await cluster.GetPrimaryOfAsync("foo");

        foreach (RedisServerProcess node in cluster.Nodes)
        {
            await using RespClient client = await node.ConnectAsync(Cancellation);
            RespValue reply = await client.CallAsync("SET", "foo", "bar");
            Assert.Equal(node == owner ? "OK" : $"MOVED 12182 127.0.0.1:{owner.Port}", reply.Text);
        }
    }

    [Fact]
    public async Task Replica_takes_over_from_a_killed_primary_and_repair_brings_it_back()
    {
        const string Key = "{failover}:key";
        RedisServerProcess lost = await cluster.GetPrimaryOfAsync(Key);
        await using (RespClient client = await lost.ConnectAsync(Cancellation))
        {
            Assert.Equal("OK", (await client.CallAsync("SET", Key, "kept")).Text);
            Assert.Equal(1, (await client.CallAsync("WAIT", "1", "5000")).Number);
        }

        await lost.KillAsync(Cancellation);
        await Poll.UntilAsync(
            async _ => await cluster.GetPrimaryOfAsync(Key) != lost, "a replica took over", Cancellation);
        RedisServerProcess successor = await cluster.GetPrimaryOfAsync(Key);
        await using (RespClient client = await successor.ConnectAsync(Cancellation))
        {
            Assert.Equal("kept", (await client.CallAsync("GET", Key)).Text);
        }

        await cluster.RepairAsync(Cancellation);
        Assert.Equal(3, (await cluster.GetPrimariesAsync()).Count);
        Assert.True(lost.IsRunning);
    }

    [Fact]
    public async Task Multiplexer_reaches_every_slot()
    {
        await using ConnectionMultiplexer multiplexer = await cluster.ConnectMultiplexerAsync();
        IDatabase database = multiplexer.GetDatabase();

        for (int index = 0; index < 100; index++)
        {
            await database.StringSetAsync($"key:{index}", index);
            Assert.Equal(index, await database.StringGetAsync($"key:{index}"));
        }
    }
}
