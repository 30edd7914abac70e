using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Patterns.Fixtures;

/// <summary>A redis-server process of one test's own.</summary>
public sealed class InterruptibleRealRedis : InterruptibleServer
{
    private RedisServerProcess? _process;

    public override Task PauseAsync() => _process!.PauseAsync();

    public override void LetRun() => _process!.Resume();

    public override Task KillAsync() => _process!.KillAsync();

    public override Task StartAgainAsync() => _process!.StartAgainAsync();

    public override async ValueTask DisposeAsync()
    {
        // In this order, because a connection that is closed waits for the replies of a paused server.
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    protected override async Task<ConnectionMultiplexer> OpenAsync()
    {
        _process ??= await RedisServerProcess.StartAsync();
        var configuration = new ConfigurationOptions { EndPoints = { _process.EndPoint } };
        BePatient(configuration);
        return await ConnectionMultiplexer.ConnectAsync(configuration);
    }
}
