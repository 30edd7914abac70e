using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Patterns.Peers.Benchmarks;

/// <summary>Connections to the server that all use: one for each library that stands for a process.</summary>
internal sealed class Connections(RedisServerProcess server) : IAsyncDisposable
{
    private readonly List<ConnectionMultiplexer> _all = [];

    public ConnectionMultiplexer Open()
    {
        ConnectionMultiplexer connection = ConnectionMultiplexer.Connect(
            new ConfigurationOptions { EndPoints = { server.EndPoint }, AllowAdmin = true });
        _all.Add(connection);
        return connection;
    }

    public async Task CloseAsync()
    {
        await Task.WhenAll(_all.Select(connection => connection.DisposeAsync().AsTask()));
        _all.Clear();
    }

    public async ValueTask DisposeAsync() => await CloseAsync();
}
