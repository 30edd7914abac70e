using Redis.Fixtures.Servers;
using StackExchange.Redis;

[assembly: AssemblyFixture(typeof(SingleRedis))]

namespace Patterns.Caching.Tests.Support;

/// <summary>The redis-server of the assembly.</summary>
public sealed class RealRedis(SingleRedis redis) : CacheServer
{
    protected override Task<ConnectionMultiplexer> OpenAsync()
    {
        var configuration = new ConfigurationOptions { EndPoints = { redis.EndPoint } };
        BePatient(configuration);
        return ConnectionMultiplexer.ConnectAsync(configuration);
    }
}
