using System.Net;
using Engine.Server;
using Patterns.Locking.Quorum;
using StackExchange.Redis;

namespace Tour.Chapters.Locking;

/// <summary>Five engines that know nothing of each other, and a Redlock over them.</summary>
internal sealed class QuorumEngines : IAsyncDisposable
{
    private readonly List<EngineServer> _engines = [];
    private readonly List<ConnectionMultiplexer> _connections = [];

    private QuorumEngines()
    {
    }

    public Redlock Locks { get; private set; } = null!;

    public static async Task<QuorumEngines> StartAsync()
    {
        var quorum = new QuorumEngines();
        for (int node = 0; node < 5; node++)
        {
            EngineServer engine = await EngineServer.StartAsync(new EngineOptions { Port = 0 });
            quorum._engines.Add(engine);
            quorum._connections.Add(await ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions
            {
                EndPoints = { { IPAddress.Loopback, engine.Port } },
                AbortOnConnectFail = false,
            }));
        }

        quorum.Locks = new Redlock(
            [.. quorum._connections.Select(connection => connection.GetDatabase())],
            new RedlockOptions { RetryDelay = TimeSpan.FromMilliseconds(10) });
        return quorum;
    }

    public async Task KillTwoAsync()
    {
        EngineServer[] two = [_engines[1], _engines[3]];
        foreach (EngineServer engine in two)
        {
            _engines.Remove(engine);
            await engine.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Locks.DisposeAsync();
        await Task.WhenAll(_connections.Select(connection => connection.CloseAsync(allowCommandsToComplete: false)));
        await Task.WhenAll(_engines.Select(engine => engine.DisposeAsync().AsTask()));
    }
}
