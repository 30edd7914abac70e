using Redis.Fixtures.Servers;

namespace Redis.Fixtures.Topologies;

/// <summary>Five servers that know nothing of each other, as Redlock wants them.</summary>
public sealed class IndependentRedisNodes : RedisTopology
{
    public override async Task WaitUntilHealthyAsync(CancellationToken cancellationToken = default)
    {
        foreach (RedisServerProcess node in Nodes)
        {
            await CallAsync(node, "PING");
        }
    }

    private protected override Task StartAsync() => StartNodesAsync(5, RedisServerKind.Standalone);
}
