using System.Net;
using Pipelines.Sockets.Unofficial.Tests.Connections;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

[assembly: AssemblyFixture(typeof(SingleRedis))]

namespace Pipelines.Sockets.Unofficial.Tests.Client;

/// <summary>Connects the real StackExchange.Redis, which then runs on this library.</summary>
internal static class RedisClient
{
    private const int TimeoutMilliseconds = 30_000;

    public static Task<ConnectionMultiplexer> ConnectAsync(
        EndPoint endPoint, RedisProtocol protocol = RedisProtocol.Resp2, Action<ConfigurationOptions>? configure = null)
    {
        var options = new ConfigurationOptions
        {
            EndPoints = { endPoint },
            Protocol = protocol,
            AllowAdmin = true,
            AsyncTimeout = TimeoutMilliseconds,
            SyncTimeout = TimeoutMilliseconds,
            ConnectTimeout = TimeoutMilliseconds,
        };
        configure?.Invoke(options);
        return ConnectionMultiplexer.ConnectAsync(options);
    }

    /// <summary>Stores a value and reads it back.</summary>
    public static async Task RoundTripAsync(this ConnectionMultiplexer client, int bytes)
    {
        var (database, key) = (client.GetDatabase(), SingleRedis.NewKeyPrefix());
        var value = Transfer.Noise(bytes, seed: 10);
        await database.StringSetAsync(key, value, TimeSpan.FromMinutes(1));
        Assert.Equal(value, (byte[]?)await database.StringGetAsync(key));
    }
}
