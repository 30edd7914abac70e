using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Patterns.Fixtures;

/// <summary>The redis-server of the assembly.</summary>
public sealed class RealRedis(SingleRedis redis) : RecipeServer
{
    protected override Task<ConnectionMultiplexer> OpenAsync()
    {
        var configuration = new ConfigurationOptions { EndPoints = { redis.EndPoint } };
        BePatient(configuration);
        return ConnectionMultiplexer.ConnectAsync(configuration);
    }
}
