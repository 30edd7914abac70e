using Engine.Testing;
using StackExchange.Redis;

namespace Patterns.Fixtures;

/// <summary>A server that the cases run on, with one connection and one clock per test class.</summary>
public abstract class RecipeServer : IAsyncLifetime
{
    private readonly Lazy<Task<ConnectionMultiplexer>> _connection;

    protected RecipeServer()
    {
        _connection = new Lazy<Task<ConnectionMultiplexer>>(OpenAsync);
    }

    /// <summary>The clock of the recipes, and of the server too if it can use it.</summary>
    public VirtualTimeProvider Clock { get; init; } = new();

    /// <summary>The connection. It is made at the first use, so that a missing server skips tests and fails no
    /// class.</summary>
    public Task<ConnectionMultiplexer> ConnectAsync() => _connection.Value;

    /// <summary>A further connection to the same server, which the test disposes of.</summary>
    public async Task<ConnectionMultiplexer> ConnectAnewAsync()
    {
        await ConnectAsync();
        return await OpenAsync();
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        if (_connection.IsValueCreated && _connection.Value.IsCompletedSuccessfully)
        {
            await (await _connection.Value).DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Connects, and starts the server at the first time if that is to be done; throws what skips a test when
    /// there is no server.</summary>
    protected abstract Task<ConnectionMultiplexer> OpenAsync();

    /// <summary>Settings under which the client gives up long after the recipe does, and reconnects soon.</summary>
    protected static void BePatient(ConfigurationOptions configuration)
    {
        configuration.AsyncTimeout = 60_000;
        configuration.AbortOnConnectFail = false;
        configuration.AllowAdmin = true;
        configuration.ReconnectRetryPolicy = new LinearRetry(maxRetryElapsedTimeAllowedMilliseconds: 50);
    }
}
