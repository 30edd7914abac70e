using System.Net;
using System.Net.Sockets;
using Engine.Testing;
using StackExchange.Redis;
using StackExchange.Redis.Configuration;

namespace Patterns.Locking.Tests.Histories;

/// <summary>A server of a history: an engine whose clock is off and runs at a pace of its own, and whose network is in
/// the hands of the history. It may be killed, and started again without its data.</summary>
/// <param name="number">Tells it from the others.</param>
/// <param name="clock">The right clock.</param>
/// <param name="offset">How much its own is ahead.</param>
/// <param name="pace">By which share it goes too fast.</param>
internal sealed class HistoryNode(int number, VirtualTimeProvider clock, TimeSpan offset, double pace)
    : IAsyncDisposable
{
    private readonly SkewedTimeProvider _clock = new(clock) { Offset = offset };
    private readonly List<ConnectionMultiplexer> _connections = [];
    private TestEngine? _engine;

    public EngineFaults? Faults => _engine?.Faults;

    public bool IsUp => _engine is not null;

    /// <summary>When it was killed.</summary>
    public TimeSpan KilledAt { get; private set; }

    public async Task StartAsync() => _engine = await TestEngine.StartAsync(clock: _clock);

    public async Task KillAsync()
    {
        TestEngine engine = _engine!;
        _engine = null;
        KilledAt = clock.Elapsed;
        await engine.DisposeAsync();
    }

    /// <summary>Some time has passed: a little more or less than that by the clock of this server.</summary>
    public void Passed(TimeSpan time) => _clock.Offset += time * pace;

    public async Task<ConnectionMultiplexer> ConnectAsync(string clientName)
    {
        ConnectionMultiplexer connection = await _engine!.ConnectAsync(configuration =>
        {
            configuration.EndPoints.Clear();
            configuration.EndPoints.Add(IPAddress.Loopback, 7000 + number);
            configuration.ClientName = clientName;
            configuration.AsyncTimeout = 60_000;
            configuration.AbortOnConnectFail = false;
            configuration.HeartbeatInterval = TimeSpan.FromMilliseconds(50);
            configuration.ReconnectRetryPolicy = new LinearRetry(maxRetryElapsedTimeAllowedMilliseconds: 10);
            configuration.Tunnel = new Road(this);
        });
        _connections.Add(connection);
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_connections.Select(connection => connection.CloseAsync(allowCommandsToComplete: false)));
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }
    }

    private sealed class Road(HistoryNode node) : Tunnel
    {
        public override ValueTask<EndPoint?> GetSocketConnectEndpointAsync(
            EndPoint endpoint, CancellationToken cancellationToken)
            => ValueTask.FromResult<EndPoint?>(null);

        public override ValueTask<Stream?> BeforeAuthenticateAsync(
            EndPoint endpoint, ConnectionType connectionType, Socket? socket, CancellationToken cancellationToken)
            => node._engine is { } engine
                ? ValueTask.FromResult<Stream?>(engine.Server.Connect())
                : throw new SocketException((int)SocketError.ConnectionRefused);
    }
}
