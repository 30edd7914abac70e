using Engine.Testing;
using StackExchange.Redis;

namespace Patterns.Fixtures;

/// <summary>An engine in this process, on the clock of the recipes.</summary>
public sealed class EmbeddedEngine : RecipeServer
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
        _engine ??= await TestEngine.StartAsync(clock: Clock);
        return await _engine.ConnectAsync(BePatient);
    }
}
