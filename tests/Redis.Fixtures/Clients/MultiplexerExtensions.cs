using System.Net;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Redis.Fixtures.Clients;

public static class MultiplexerExtensions
{
    /// <summary>Connects StackExchange.Redis, with administrative commands allowed.</summary>
    /// <param name="deployment">What to connect to; through sentinels, to the primary that they name.</param>
    /// <param name="configure">Changes what this test needs otherwise.</param>
    public static async Task<ConnectionMultiplexer> ConnectMultiplexerAsync(
        this IRedisDeployment deployment, Action<ConfigurationOptions>? configure = null)
    {
        ConfigurationOptions options = new() { AllowAdmin = true, ServiceName = deployment.SentinelServiceName };
        foreach (EndPoint endPoint in deployment.EndPoints)
        {
            options.EndPoints.Add(endPoint);
        }

        configure?.Invoke(options);
        return await ConnectionMultiplexer.ConnectAsync(options);
    }
}
