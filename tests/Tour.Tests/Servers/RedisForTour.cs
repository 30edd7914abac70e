using Redis.Fixtures.Servers;
using Tour.Servers;

namespace Tour.Tests.Servers;

/// <summary>A redis-server that a test class has to itself, because the tour counts every command of it.</summary>
public sealed class RedisForTour : IAsyncLifetime
{
    private RedisServerProcess? _server;

    /// <summary>What <c>--redis</c> is given; without redis-server the asking test is skipped.</summary>
    public string Address => $"127.0.0.1:{Server.Port}";

    private RedisServerProcess Server
    {
        get
        {
            _ = RedisInstallation.ServerPath;
            return _server!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (RedisInstallation.IsAvailable)
        {
            _server = await RedisServerProcess.StartAsync();
        }
    }

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    internal Task<TourServer> ConnectAsync() => TourServer.ConnectAsync(Address);
}
