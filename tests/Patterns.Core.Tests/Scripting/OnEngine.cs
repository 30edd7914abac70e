using Engine.Testing;
using StackExchange.Redis;

namespace Patterns.Core.Tests.Scripting;

public sealed class ScriptsOnEngine : ScriptCases
{
    private TestEngine? _engine;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _engine!.DisposeAsync();
    }

    protected override async Task<ConnectionMultiplexer> ConnectAsync()
    {
        _engine = await TestEngine.StartAsync();
        return await _engine.ConnectAsync(configuration => configuration.AsyncTimeout = 60_000);
    }
}
