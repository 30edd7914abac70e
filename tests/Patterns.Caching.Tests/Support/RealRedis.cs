using Redis.Fixtures.Servers;
using StackExchange.Redis;

[assembly: AssemblyFixture(typeof(SingleRedis))]

namespace Patterns.Caching.Tests.Support;

/// <summary>The redis-server of the assembly.</summary>
public sealed class RealRedis(SingleRedis redis) : CacheServer
{
    protected override ConfigurationOptions Configure()
        => new() { EndPoints = { redis.EndPoint }, AsyncTimeout = 60_000 };
}
