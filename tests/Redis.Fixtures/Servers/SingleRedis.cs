using System.Globalization;
using System.Net;
using Redis.Fixtures.Resp;
using Xunit;

namespace Redis.Fixtures.Servers;

/// <summary>
/// One Redis server for every test of an assembly:
/// <code>
/// [assembly: AssemblyFixture(typeof(SingleRedis))]
/// public sealed class MyTests(SingleRedis redis) { ... await redis.ConnectAsync() ... SingleRedis.NewKeyPrefix() ... }
/// </code>
/// It is the server that <c>PATTERNS_REDIS=host:port</c> names, or else a redis-server started for the assembly (a
/// container, if the build was told <c>-p:UseTestcontainers=true</c>). Tests run beside each other on it, so they keep
/// to keys of their own, flush nothing and change no configuration; a test that must do so starts a
/// <see cref="RedisServerProcess"/>.
/// </summary>
public sealed class SingleRedis : IRedisDeployment, IAsyncLifetime
{
    private IRedisServer? _server;

    public EndPoint EndPoint => Server.EndPoint;

    public IReadOnlyList<EndPoint> EndPoints => [EndPoint];

    /// <summary>The server as one side of a comparison.</summary>
    public RespTarget Target => new(Server.Name, Server.EndPoint);

    private IRedisServer Server => _server ?? throw RedisInstallation.Unavailable(
        "There is no Redis: redis-server is not in PATH and PATTERNS_REDIS names none.");

    /// <summary>A prefix that no other test, and no other run on the same server, uses.</summary>
    public static string NewKeyPrefix()
    {
        return string.Create(CultureInfo.InvariantCulture, $"test:{Guid.NewGuid():N}:");
    }

    public Task<RespClient> ConnectAsync(CancellationToken cancellationToken = default) =>
        RespClient.ConnectAsync(EndPoint, cancellationToken);

    /// <summary>Without any Redis nothing starts; the first use of the fixture then skips its test.</summary>
    public async ValueTask InitializeAsync() => _server = ExternalRedis.FromEnvironment() ?? await StartServerAsync();

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

#if USE_TESTCONTAINERS
    private static async Task<IRedisServer?> StartServerAsync() => await ContainerRedis.StartAsync();
#else
    private static async Task<IRedisServer?> StartServerAsync() =>
        RedisInstallation.IsAvailable ? await RedisServerProcess.StartAsync() : null;
#endif
}
