using Patterns.Caching.Sessions;
using StackExchange.Redis;

namespace Patterns.Caching.Tests.Cases;

/// <summary>Sessions while Redis is slow or gone.</summary>
/// <param name="server">A server of the test's own.</param>
public abstract class SessionFailureCases(InterruptibleServer server) : OwnServerCases(server)
{
    private readonly RecordingLogger<SessionStore> _logger = new();

    [Fact]
    public async Task A_failing_Redis_is_never_a_session_that_does_not_exist()
    {
        HashSessionStore store = Create();
        string id = await store.LoginAsync("ada", null, null, null, Cancellation);
        await Server.PauseAsync();
        Task[] calls =
        [
            store.ReadAsync(id, null, Cancellation).AsTask(),
            store.TouchAsync(id, Cancellation).AsTask(),
            store.IncrementAsync(id, "a", 1, Cancellation).AsTask(),
            store.ListAsync("ada", Cancellation).AsTask(),
            store.LogoutAsync(id, Cancellation).AsTask(),
        ];
        await Server.Clock.AdvanceAsync(TimeSpan.FromSeconds(1), Cancellation);
        foreach (Task call in calls)
        {
            await Assert.ThrowsAsync<SessionUnavailableException>(() => call);
        }

        Assert.Single(_logger[1000]);
        Server.LetRun();
    }

    [Fact]
    public async Task A_login_whose_answer_is_lost_leaves_no_session_behind()
    {
        HashSessionStore store = Create();
        await store.LogoutAsync(await store.LoginAsync("ada", null, null, null, Cancellation), Cancellation);
        await Server.PauseAsync();
        Task<string> login = store.LoginAsync("ada", null, null, null, Cancellation).AsTask();
        await Server.Clock.AdvanceAsync(TimeSpan.FromSeconds(1), Cancellation);
        await Assert.ThrowsAsync<SessionUnavailableException>(() => login);
        Server.LetRun();

        // Whoever comes after both on the same connection sees what both have done.
        await Eventually.TrueAsync(
            async () =>
            {
                IDatabase database = Connection.GetDatabase();
                RedisResult keys = await database.ExecuteAsync("KEYS", $"{Prefix}*");
                return keys.Length == 0;
            },
            "the session was ended");
    }

    private HashSessionStore Create()
        => new(Connection.GetDatabase(), new SessionOptions { KeyPrefix = Prefix }, _logger, Server.Clock);
}
