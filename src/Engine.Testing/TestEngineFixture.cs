using StackExchange.Redis;
using Xunit;

namespace Engine.Testing;

/// <summary>
/// A <see cref="TestEngine"/> and a client for xunit: <c>public sealed class MyTests(TestEngineFixture redis) :
/// IClassFixture&lt;TestEngineFixture&gt;</c>.
/// The tests of the class share it.
/// </summary>
public class TestEngineFixture : IAsyncLifetime
{
    /// <summary>The engine.</summary>
    public TestEngine Engine { get; private set; } = null!;

    /// <summary>A client that is connected to it.</summary>
    public ConnectionMultiplexer Connection { get; private set; } = null!;

    /// <inheritdoc/>
    public virtual async ValueTask InitializeAsync()
    {
        Engine = await TestEngine.StartAsync().ConfigureAwait(false);
        Connection = await Engine.ConnectAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Connection.DisposeAsync().ConfigureAwait(false);
        await Engine.DisposeAsync().ConfigureAwait(false);
    }
}
