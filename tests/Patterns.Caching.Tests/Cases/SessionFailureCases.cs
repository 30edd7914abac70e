using Patterns.Caching.Sessions;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Patterns.Caching.Tests.Cases;

/// <summary>Sessions while Redis is slow or gone.</summary>
/// <param name="server">A server of the test's own.</param>
public abstract class SessionFailureCases(InterruptibleServer server) : IAsyncLifetime
{
    private readonly RecordingLogger<SessionStore> _logger = new();
    private readonly string _prefix = SingleRedis.NewKeyPrefix();
    private ConnectionMultiplexer _connection = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _connection = await server.ConnectAsync();

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_failing_Redis_is_never_a_session_that_does_not_exist()
    {
        HashSessionStore store = Create();
        string id = await store.LoginAsync("ada", null, null, null, Cancellation);
        await server.PauseAsync();
        Task[] calls =
        [
            store.ReadAsync(id, null, Cancellation).AsTask(),
            store.TouchAsync(id, Cancellation).AsTask(),
            store.IncrementAsync(id, "a", 1, Cancellation).AsTask(),
            store.ListAsync("ada", Cancellation).AsTask(),
            store.LogoutAsync(id, Cancellation).AsTask(),
        ];
        await server.Clock.AdvanceAsync(TimeSpan.FromSeconds(1), Cancellation);
        foreach (Task call in calls)
        {
            await Assert.ThrowsAsync<SessionUnavailableException>(() => call);
        }

        Assert.Single(_logger[1000]);
        server.LetRun();
    }

    [Fact]
    public async Task A_login_whose_answer_is_lost_leaves_no_session_behind()
    {
        HashSessionStore store = Create();
        await store.LogoutAsync(await store.LoginAsync("ada", null, null, null, Cancellation), Cancellation);
        await server.PauseAsync();
        Task<string> login = store.LoginAsync("ada", null, null, null, Cancellation).AsTask();
        await server.Clock.AdvanceAsync(TimeSpan.FromSeconds(1), Cancellation);
        await Assert.ThrowsAsync<SessionUnavailableException>(() => login);
        server.LetRun();

        // Whoever comes after both on the same connection sees what both have done.
        await Eventually.TrueAsync(
            async () =>
            {
                IDatabase database = _connection.GetDatabase();
                RedisResult keys = await database.ExecuteAsync("KEYS", $"{_prefix}*");
                return keys.Length == 0;
            },
            "the session was ended");
    }

    private HashSessionStore Create()
        => new(_connection.GetDatabase(), new SessionOptions { KeyPrefix = _prefix }, _logger, server.Clock);
}
