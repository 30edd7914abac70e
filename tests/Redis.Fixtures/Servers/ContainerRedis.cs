using System.Net;
using Testcontainers.Redis;

namespace Redis.Fixtures.Servers;

/// <summary>
/// A Redis in a container, for machines that have Docker and no redis-server. Compiled only with
/// <c>-p:UseTestcontainers=true</c>; our CI does not build or run it.
/// </summary>
internal sealed class ContainerRedis : IRedisServer
{
    private const string Image = "redis:7.0.15";

    private readonly RedisContainer _container;

    private ContainerRedis(RedisContainer container) => _container = container;

    public string Name => $"the container {Image}";

    public EndPoint EndPoint =>
        new DnsEndPoint(_container.Hostname, _container.GetMappedPublicPort(RedisBuilder.RedisPort));

    /// <summary>Starts a container; Testcontainers sees to it that the container ends with the test host.</summary>
    public static async Task<IRedisServer> StartAsync()
    {
        RedisContainer container = new RedisBuilder().WithImage(Image).Build();
        try
        {
            await container.StartAsync();
            return new ContainerRedis(container);
        }
        catch
        {
            await container.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _container.DisposeAsync();
}
