using Redis.Fixtures.Clients;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Conformance.Tests.Targets;

/// <summary>A redis-server, or whatever PATTERNS_REDIS names.</summary>
public sealed class RealRedis(SingleRedis redis) : ConformanceTarget
{
    public override Task<ConnectionMultiplexer> ConnectAsync(Action<ConfigurationOptions>? configure = null) =>
        redis.ConnectMultiplexerAsync(configure);
}
