using Redis.Fixtures.Clients;
using Redis.Fixtures.Topologies;
using StackExchange.Redis;

namespace Patterns.Fixtures;

/// <summary>The cluster of the assembly: three primaries, which share the keys, each with a replica.</summary>
public sealed class ClusteredRedis(RedisCluster cluster) : RecipeServer
{
    protected override Task<ConnectionMultiplexer> OpenAsync() => cluster.ConnectMultiplexerAsync(BePatient);
}
