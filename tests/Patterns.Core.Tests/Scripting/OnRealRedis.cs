using Redis.Fixtures.Clients;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Patterns.Core.Tests.Scripting;

public sealed class ScriptsOnRealRedis : ScriptCases
{
    private RedisServerProcess? _server;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _server!.DisposeAsync();
    }

    protected override async Task<ConnectionMultiplexer> ConnectAsync()
    {
        _server = await RedisServerProcess.StartAsync();
        return await ((IRedisDeployment)_server).ConnectMultiplexerAsync(
            configuration => configuration.AsyncTimeout = 60_000);
    }
}
