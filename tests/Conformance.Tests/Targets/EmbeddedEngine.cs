using Engine.Testing;
using StackExchange.Redis;

namespace Conformance.Tests.Targets;

/// <summary>The engine within this process, without a socket.</summary>
public sealed class EmbeddedEngine : ConformanceTarget
{
    private TestEngine _engine = null!;

    public override Task<ConnectionMultiplexer> ConnectAsync(Action<ConfigurationOptions>? configure = null) =>
        _engine.ConnectAsync(configure);

    public override async ValueTask InitializeAsync()
    {
        _engine = await TestEngine.StartAsync(clock: TimeProvider.System);
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _engine.DisposeAsync();
    }
}
