using Engine.Testing;
using StackExchange.Redis;

namespace Patterns.Caching.Tests.Support;

/// <summary>An engine in this process, on the clock of the caches.</summary>
public sealed class EmbeddedEngine : CacheServer
{
    private TestEngine? _engine;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }
    }

    protected override async Task<ConnectionMultiplexer> OpenAsync()
    {
        _engine = await TestEngine.StartAsync(clock: Clock);
        return await _engine.ConnectAsync(BePatient);
    }
}
