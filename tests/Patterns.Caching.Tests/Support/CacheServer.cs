using StackExchange.Redis;

namespace Patterns.Caching.Tests.Support;

/// <summary>A server that the cases run on, with one connection per test class.</summary>
public abstract class CacheServer : IAsyncLifetime
{
    private readonly Lazy<Task<ConnectionMultiplexer>> _connection;

    protected CacheServer()
    {
        _connection = new Lazy<Task<ConnectionMultiplexer>>(() => ConnectionMultiplexer.ConnectAsync(Configure()));
    }

    /// <summary>The connection, made at the first use, so that a missing server skips tests instead of failing a
    /// class.</summary>
    public Task<ConnectionMultiplexer> ConnectAsync() => _connection.Value;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        if (_connection.IsValueCreated && _connection.Value.IsCompletedSuccessfully)
        {
            await (await _connection.Value).DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>How to connect; throws what skips a test when there is no server.</summary>
    protected abstract ConfigurationOptions Configure();
}
