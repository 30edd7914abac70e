using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Patterns.Caching.Sessions;

namespace Patterns.Caching.AspNetCore;

/// <summary>Keeps the tickets of cookie authentication in sessions in Redis. The cookie then holds the id of a session
/// alone, stays small however many claims there are, and is worth nothing once the session has ended.</summary>
/// <remarks>
/// <para>A sign-in begins a session of the user whom <see cref="UserOf"/> finds in the ticket, under an id that nobody
/// knew before. It lives for as long as the ticket says after its last use, and for
/// <see cref="SessionOptions.AbsoluteTimeout"/> at most.</para>
/// <para>A failure of Redis is a <see cref="SessionUnavailableException"/>: the request fails, and its user is not
/// treated as one who has logged out.</para>
/// </remarks>
/// <param name="sessions">Where tickets are kept.</param>
/// <param name="timeProvider">The clock of the tickets; null means the system's.</param>
public sealed class RedisTicketStore(StringSessionStore<byte[]> sessions, TimeProvider? timeProvider = null)
    : ITicketStore
{
    private readonly TimeProvider _time = timeProvider ?? TimeProvider.System;

    /// <summary>The sessions, to list those of a user and to end them.</summary>
    public SessionStore Sessions => sessions;

    /// <summary>Whose ticket it is.</summary>
    /// <value>The default is the claim <see cref="ClaimTypes.NameIdentifier"/>, or else the name of the
    /// identity.</value>
    public Func<ClaimsPrincipal, string?> UserOf { get; init; } = static principal =>
        principal.FindFirstValue(ClaimTypes.NameIdentifier) ?? principal.Identity?.Name;

    /// <inheritdoc/>
    public Task<string> StoreAsync(AuthenticationTicket ticket) => StoreAsync(ticket, CancellationToken.None);

    /// <summary>Begins a session.</summary>
    /// <param name="ticket">What it keeps.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The id, for the cookie.</returns>
    /// <exception cref="InvalidOperationException">The ticket names no user.</exception>
    /// <exception cref="SessionUnavailableException">Redis failed.</exception>
    /// <remarks>Round trips: one.</remarks>
    public async Task<string> StoreAsync(AuthenticationTicket ticket, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        return await sessions
            .LoginAsync(NameOf(ticket), Write(ticket), previousId: null, TermsOf(ticket), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task RenewAsync(string key, AuthenticationTicket ticket)
        => RenewAsync(key, ticket, CancellationToken.None);

    /// <summary>Writes a ticket in place of another. A session that has ended stays so.</summary>
    /// <param name="key">The id.</param>
    /// <param name="ticket">The ticket.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>Completes when it is written.</returns>
    /// <exception cref="InvalidOperationException">The ticket is another user's than the session, which has been ended:
    /// sign the one user out before another signs in.</exception>
    /// <exception cref="SessionUnavailableException">Redis failed.</exception>
    /// <remarks>Round trips: two.</remarks>
    public async Task RenewAsync(string key, AuthenticationTicket ticket, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        if (await sessions.ReadAsync(key, cancellationToken).ConfigureAwait(false) is not { } session)
        {
            return;
        }

        string user = NameOf(ticket);
        if (session.Info.User != user)
        {
            // Under this id the one user would be the other, and would not be found among that one's sessions.
            await sessions.LogoutAsync(key, cancellationToken).ConfigureAwait(false);
            throw new InvalidOperationException(
                $"The user '{user}' signs in with the session of another: call SignOutAsync before SignInAsync.");
        }

        await sessions
            .WriteAsync(key, Write(ticket), expectedVersion: null, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<AuthenticationTicket?> RetrieveAsync(string key) => RetrieveAsync(key, CancellationToken.None);

    /// <summary>Reads the ticket of a session, and lets the session live on.</summary>
    /// <param name="key">The id.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The ticket; null when there is no such session, so that its user is not logged in.</returns>
    /// <exception cref="SessionUnavailableException">Redis failed.</exception>
    /// <remarks>Round trips: one.</remarks>
    public async Task<AuthenticationTicket?> RetrieveAsync(string key, CancellationToken cancellationToken)
        => await sessions.ReadAsync(key, cancellationToken).ConfigureAwait(false) is { } session
            ? TicketSerializer.Default.Deserialize(session.Value)
            : null;

    /// <inheritdoc/>
    public Task RemoveAsync(string key) => RemoveAsync(key, CancellationToken.None);

    /// <summary>Ends a session.</summary>
    /// <param name="key">The id.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>Completes when it has ended.</returns>
    /// <exception cref="SessionUnavailableException">Redis failed: the session may go on.</exception>
    /// <remarks>Round trips: one.</remarks>
    public async Task RemoveAsync(string key, CancellationToken cancellationToken)
        => await sessions.LogoutAsync(key, cancellationToken).ConfigureAwait(false);

    private static byte[] Write(AuthenticationTicket ticket) => TicketSerializer.Default.Serialize(ticket);

    private string NameOf(AuthenticationTicket ticket)
        => UserOf(ticket.Principal) is { Length: > 0 } user
            ? user
            : throw new InvalidOperationException(
                "The ticket names no user: give it the claim NameIdentifier, or say by UserOf what names one.");

    private SessionTerms? TermsOf(AuthenticationTicket ticket)
    {
        if (ticket.Properties.ExpiresUtc is not { } end)
        {
            return null;
        }

        TimeSpan idle = end - _time.GetUtcNow();
        TimeSpan least = TimeSpan.FromSeconds(1), most = TimeSpan.FromDays(365);
        return new SessionTerms { IdleTimeout = idle < least ? least : idle > most ? most : idle };
    }
}
