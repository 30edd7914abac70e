using System.Net;
using Engine.Testing;
using StackExchange.Redis;

namespace Patterns.Caching.Tests.Support;

/// <summary>An engine of one test's own, on a port, so that the port can refuse connections.</summary>
public sealed class InterruptibleEngine : InterruptibleServer
{
    private TestEngine? _engine;
    private IDisposable? _pause;
    private int _port;

    public override async Task PauseAsync() => _pause = await _engine!.Faults.PauseEngineAsync();

    public override void LetRun() => _pause!.Dispose();

    public override async Task KillAsync() => await _engine!.DisposeAsync();

    public override async Task StartAgainAsync()
        => _engine = await TestEngine.StartAsync(options => options.Port = _port, Clock);

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

    protected override async Task<ConnectionMultiplexer> OpenAsync()
    {
        await StartAgainAsync();
        _port = _engine!.Server.Port;
        var configuration = new ConfigurationOptions { EndPoints = { new IPEndPoint(IPAddress.Loopback, _port) } };
        BePatient(configuration);
        return await ConnectionMultiplexer.ConnectAsync(configuration);
    }
}
