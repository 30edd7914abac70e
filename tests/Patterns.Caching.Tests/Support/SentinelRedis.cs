using Redis.Fixtures.Clients;
using Redis.Fixtures.Topologies;
using StackExchange.Redis;

namespace Patterns.Caching.Tests.Support;

/// <summary>The primary that the sentinels of the assembly name.</summary>
public sealed class SentinelRedis(RedisSentinelTrio sentinels) : CacheServer
{
    protected override Task<ConnectionMultiplexer> OpenAsync() => sentinels.ConnectMultiplexerAsync(BePatient);
}
