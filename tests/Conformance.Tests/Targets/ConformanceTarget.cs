using StackExchange.Redis;

namespace Conformance.Tests.Targets;

/// <summary>A server that the cases run on, with a client connected to it.</summary>
public abstract class ConformanceTarget : IAsyncLifetime
{
    public ConnectionMultiplexer Connection { get; private set; } = null!;

    public abstract Task<ConnectionMultiplexer> ConnectAsync(Action<ConfigurationOptions>? configure = null);

    public virtual async ValueTask InitializeAsync() => Connection = await ConnectAsync();

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Connection is not null)
            await Connection.DisposeAsync();
    }
}
