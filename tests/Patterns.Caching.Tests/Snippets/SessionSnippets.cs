using Microsoft.Extensions.DependencyInjection;
using Patterns.Caching.Sessions;
using Patterns.Caching.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Caching.Tests.Snippets;

/// <summary>The code of the page about sessions, which runs as it stands there.</summary>
public sealed class SessionSnippets(EmbeddedEngine server) : CacheCases(server), IClassFixture<EmbeddedEngine>
{
    [Fact]
    public void Register()
    {
        var services = new ServiceCollection();

        #region register
        services.AddRedisSessions<Identity>(options =>
        {
            options.KeyPrefix = "shop:session";
            options.IdleTimeout = TimeSpan.FromMinutes(30);
        });
        services.AddRedisHashSessions("baskets", options => options.AbsoluteTimeout = TimeSpan.FromDays(30));
        #endregion

        Assert.Contains(services, service => service.ServiceType == typeof(StringSessionStore<Identity>));
        Assert.Contains(services, service => service.ServiceType == typeof(HashSessionStore) && service.IsKeyedService);
    }

    [Fact]
    public async Task A_session_with_a_value()
    {
        IDatabase database = await DatabaseAsync();
        string? cookie = null;
        CancellationToken cancellationToken = Cancellation;

        #region string
        var sessions = new StringSessionStore<Identity>(database, new SessionOptions { KeyPrefix = "shop:session" });

        // Login: a new id, whatever the client has sent. Put it into a cookie: Secure, HttpOnly, SameSite=Lax.
        string id = await sessions.LoginAsync(
            "ada", new Identity("Ada", ["admin"]), previousId: cookie, cancellationToken: cancellationToken);

        // Every request: one round trip, which lets the session live on.
        StringSession<Identity>? session = await sessions.ReadAsync(id, cancellationToken);
        if (session is null)
        {
            // To the login page. When Redis fails, ReadAsync throws instead: that is no logout.
        }

        // A new password: all other sessions end.
        int ended = await sessions.RevokeAllAsync("ada", exceptId: id, cancellationToken);
        #endregion

        Assert.Equal(("Ada", 0), (session?.Value.Name, ended));
        Assert.True(await sessions.LogoutAsync(id, Cancellation));
    }

    [Fact]
    public async Task A_session_with_fields()
    {
        IDatabase database = await DatabaseAsync();
        CancellationToken cancellationToken = Cancellation;

        #region hash
        var sessions = new HashSessionStore(database, new SessionOptions { KeyPrefix = "shop:basket" });
        string id = await sessions.StartAsync(cancellationToken: cancellationToken);

        // Two requests at the same time, each with fields of its own: neither overwrites the other.
        await sessions.WriteAsync(
            id, new Dictionary<string, RedisValue> { ["theme"] = "dark" }, cancellationToken: cancellationToken);
        long? items = await sessions.IncrementAsync(id, "items", by: 2, cancellationToken);

        // Only one of them pays.
        SessionWriteOutcome outcome = await sessions.CompareAndSetAsync(
            id, "order", expected: RedisValue.Null, value: "paid", cancellationToken);
        HashSession? session = await sessions.ReadAsync(id, ["items", "order"], cancellationToken);
        #endregion

        Assert.Equal((2, SessionWriteOutcome.Written), (items, outcome));
        Assert.Equal("paid", session!.Fields["order"]);
    }

    [Fact]
    public async Task Devices()
    {
        var sessions = new StringSessionStore<Identity>(
            await DatabaseAsync(), new SessionOptions { KeyPrefix = Prefix });
        await sessions.LoginAsync("ada", new Identity("Ada", []), cancellationToken: Cancellation);
        CancellationToken cancellationToken = Cancellation;

        #region list
        IReadOnlyList<SessionInfo> devices = await sessions.ListAsync("ada", cancellationToken);
        foreach (SessionInfo device in devices.Where(device => device.StartedAt.Year < 2030))
        {
            // A handle may be shown: it names the session, and nobody can log in with it.
            await sessions.RevokeAsync(device.Handle, cancellationToken);
        }
        #endregion

        Assert.Single(devices);
        Assert.Empty(await sessions.ListAsync("ada", Cancellation));
    }

    private sealed record Identity(string Name, string[] Roles);
}
