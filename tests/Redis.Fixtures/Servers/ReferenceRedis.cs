using Redis.Fixtures.Resp;
using Xunit;

namespace Redis.Fixtures.Servers;

/// <summary>
/// The redis-server that the engine is compared with, one per test class:
/// <c>public sealed class MyTests(ReferenceRedis reference) : IClassFixture&lt;ReferenceRedis&gt;</c>.
/// The class has it alone, so its tests may flush and configure it; <see cref="RestoreConfigurationAsync"/> gives the
/// next test the configuration that it started with. Replies are compared to the byte, so only a 7.0
/// will do: with any other version the tests are skipped, and <c>PATTERNS_REDIS</c> has no say here.
/// </summary>
public sealed class ReferenceRedis : IAsyncLifetime
{
    private RedisServerProcess? _server;
    private Dictionary<string, string> _configuration = [];

    /// <summary>The server as one side of a comparison.</summary>
    public RespTarget Target => new(Server.Name, Server.EndPoint);

    public RedisServerProcess Server
    {
        get
        {
            _ = RedisInstallation.ServerPath;
            return _server ?? throw RedisInstallation.Unavailable(
                $"Replies are compared with redis-server 7.0; version {RedisInstallation.Version} is installed.");
        }
    }

    public Task<RespClient> ConnectAsync(CancellationToken cancellationToken = default) =>
        Server.ConnectAsync(cancellationToken);

    public async ValueTask InitializeAsync()
    {
        if (RedisInstallation.IsAvailable && RedisInstallation.Version is { Major: 7, Minor: 0 })
        {
            _server = await RedisServerProcess.StartAsync();
            await using RespClient client = await _server.ConnectAsync();
            _configuration = await ReadConfigurationAsync(client);
        }
    }

    /// <summary>Takes back what CONFIG SET has changed, so that no test depends on those before it.</summary>
    public async Task RestoreConfigurationAsync()
    {
        if (_server is null)
        {
            return;
        }

        await using RespClient client = await _server.ConnectAsync();
        foreach ((string name, _) in (await ReadConfigurationAsync(client)).Except(_configuration))
        {
            await client.CallAsync("CONFIG", "SET", name, _configuration[name]);
        }
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static async Task<Dictionary<string, string>> ReadConfigurationAsync(RespClient client) =>
        (await client.CallAsync("CONFIG", "GET", "*")).Items.Chunk(2)
            .ToDictionary(pair => pair[0].Text, pair => pair[1].Text);
}
