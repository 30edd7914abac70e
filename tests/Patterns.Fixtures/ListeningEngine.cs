using Engine.Testing;
using StackExchange.Redis;

namespace Patterns.Fixtures;

/// <summary>
/// An engine in this process, on the clock of the recipes, that listens on a port: for recipes that open connections of
/// their own.
/// </summary>
public sealed class ListeningEngine : RecipeServer
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
        _engine ??= await TestEngine.StartAsync(options => options.Port = 0, Clock);
        var configuration = new ConfigurationOptions { EndPoints = { { "127.0.0.1", _engine.Server.Port } } };
        BePatient(configuration);
        return await ConnectionMultiplexer.ConnectAsync(configuration);
    }
}
