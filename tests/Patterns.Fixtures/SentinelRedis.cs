using Redis.Fixtures.Clients;
using Redis.Fixtures.Topologies;
using StackExchange.Redis;

namespace Patterns.Fixtures;

/// <summary>The primary that the sentinels of the assembly name.</summary>
public sealed class SentinelRedis(RedisSentinelTrio sentinels) : RecipeServer
{
    protected override Task<ConnectionMultiplexer> OpenAsync() => sentinels.ConnectMultiplexerAsync(BePatient);
}
