using System.Net;
using System.Net.Sockets;
using Engine.Testing;
using StackExchange.Redis;
using StackExchange.Redis.Configuration;

namespace Patterns.Fixtures;

/// <summary>An engine of one test's own, on the clock of the recipes.</summary>
public sealed class InterruptibleEngine : InterruptibleServer
{
    private TestEngine? _engine;
    private IDisposable? _pause;

    /// <summary>The port that clients believe it has, by which they tell several of them apart.</summary>
    public int Port { get; init; } = 6379;

    public override async Task PauseAsync() => _pause = await _engine!.Faults.PauseEngineAsync();

    public override void LetRun() => _pause!.Dispose();

    public override async Task KillAsync()
    {
        // Refused from now on, so that no client reconnects to an engine that is about to end.
        TestEngine engine = _engine!;
        _engine = null;
        await engine.DisposeAsync();
    }

    public override async Task StartAgainAsync() => _engine = await TestEngine.StartAsync(clock: Clock);

    public override async ValueTask DisposeAsync()
    {
        // In this order, because a connection that is closed waits for the replies of a paused server.
        _pause?.Dispose();
        await base.DisposeAsync();
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }
    }

    /// <summary>A further connection, by another name of the same server; the test disposes of it.</summary>
    public async Task<ConnectionMultiplexer> ConnectAsync(int port)
    {
        if (_engine is null)
        {
            await StartAgainAsync();
        }

        return await _engine!.ConnectAsync(configuration =>
        {
            BePatient(configuration);
            configuration.EndPoints.Clear();
            configuration.EndPoints.Add(IPAddress.Loopback, port);
            configuration.Tunnel = new Road(this);
        });
    }

    protected override Task<ConnectionMultiplexer> OpenAsync() => ConnectAsync(Port);

    /// <summary>Leads to whichever engine runs, and is closed while none does.</summary>
    private sealed class Road(InterruptibleEngine server) : Tunnel
    {
        public override ValueTask<EndPoint?> GetSocketConnectEndpointAsync(
            EndPoint endpoint, CancellationToken cancellationToken)
            => ValueTask.FromResult<EndPoint?>(null);

        public override ValueTask<Stream?> BeforeAuthenticateAsync(
            EndPoint endpoint, ConnectionType connectionType, Socket? socket, CancellationToken cancellationToken)
            => server._engine is { } engine
                ? ValueTask.FromResult<Stream?>(engine.Server.Connect())
                : throw new SocketException((int)SocketError.ConnectionRefused);
    }
}
