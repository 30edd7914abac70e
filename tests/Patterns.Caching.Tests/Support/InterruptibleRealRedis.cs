using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Patterns.Caching.Tests.Support;

/// <summary>A redis-server process of one test's own.</summary>
public sealed class InterruptibleRealRedis : InterruptibleServer
{
    private readonly RedisServerProcess _process;

    private InterruptibleRealRedis(RedisServerProcess process)
    {
        _process = process;
    }

    public static async Task<InterruptibleServer> StartAsync()
        => new InterruptibleRealRedis(await RedisServerProcess.StartAsync());

    public override Task PauseAsync() => _process.PauseAsync();

    public override void LetRun() => _process.Resume();

    public override Task KillAsync() => _process.KillAsync();

    public override Task StartAgainAsync() => _process.StartAgainAsync();

    public override async ValueTask DisposeAsync()
    {
        // In this order, because a connection that is closed waits for the replies of a paused server.
        await _process.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override ConfigurationOptions Configure() => new()
    {
        EndPoints = { _process.EndPoint },
        AsyncTimeout = 60_000,
        AbortOnConnectFail = false,
        AllowAdmin = true,
    };
}
