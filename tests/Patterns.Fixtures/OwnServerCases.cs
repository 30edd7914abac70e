using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Patterns.Fixtures;

/// <summary>Cases that stop their server, and so have one for each test, with its connection.</summary>
/// <param name="server">The server; it ends with the test.</param>
public abstract class OwnServerCases(InterruptibleServer server) : IAsyncLifetime
{
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected InterruptibleServer Server => server;

    protected ConnectionMultiplexer Connection { get; private set; } = null!;

    protected string Prefix { get; } = SingleRedis.NewKeyPrefix();

    public virtual async ValueTask InitializeAsync() => Connection = await server.ConnectAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
