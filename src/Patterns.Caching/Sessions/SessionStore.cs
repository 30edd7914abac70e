using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Patterns.Caching.Entries;
using Patterns.Caching.Resilience;
using Patterns.Caching.Telemetry;
using Patterns.Core.Resilience;
using Patterns.Core.Scripting;
using Patterns.Core.Time;
using StackExchange.Redis;

namespace Patterns.Caching.Sessions;

/// <summary>Sessions in Redis: what all forms have in common.</summary>
/// <remarks>
/// <para>An id is 288 random bits for nobody's session. That of a user begins with 96 bits of a hash of the user's
/// name, which all of the user's sessions share, and has 192 random ones. Redis keeps a hash of it alone: what stands
/// in Redis, in backups and in lists cannot be used as an id.</para>
/// <para>An id that a client made up names no session and begins none: whoever logs in gets an id that nobody knew
/// before.</para>
/// </remarks>
public abstract class SessionStore
{
    private const string String = "string";
    private const string Hash = "hash";
    private const int MaxUserLength = 1_024;

    private readonly SessionOptions _options;
    private readonly SessionKeys _keys;
    private readonly RedisGate _redis;
    private readonly bool _hasFields;

    private protected SessionStore(
        IDatabase database,
        SessionOptions options,
        bool hasFields,
        ILogger<SessionStore>? logger,
        TimeProvider? timeProvider)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(options);
        SessionOptionsValidator.Instance.ThrowIfInvalid(options);
        ILogger log = logger ?? (ILogger)NullLogger<SessionStore>.Instance;
        timeProvider ??= TimeProvider.System;
        _options = options;
        _hasFields = hasFields;
        _keys = new SessionKeys(options.KeyPrefix);
        Metrics = new CacheMetrics(options.KeyPrefix);
        Unreadable = new UnreadableEntries(options.KeyPrefix, log, timeProvider);
        _redis = new RedisGate(
            database,
            new RedisGateOptions(options.RedisTimeout, options.RedisCircuit, options.RedisPipeline),
            new RedisObserver(options.KeyPrefix, Metrics, log),
            timeProvider);
    }

    private protected CacheMetrics Metrics { get; }

    private protected UnreadableEntries Unreadable { get; }

    /// <summary>Lets a session live on without reading it.</summary>
    /// <param name="id">The id.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>Whether there is such a session.</returns>
    /// <exception cref="SessionUnavailableException">Redis failed.</exception>
    /// <remarks>Round trips: one; none for what is no id.</remarks>
    public async ValueTask<bool> TouchAsync(string? id, CancellationToken cancellationToken = default)
        => SessionId.TryRead(id, out SessionId session)
            && (bool)await RunAsync(SessionScripts.Touch, session, [session.Name], "touched", cancellationToken)
                .ConfigureAwait(false);

    /// <summary>Ends a session.</summary>
    /// <param name="id">The id; null and what is no id end nothing.</param>
    /// <param name="cancellationToken">Stops the waiting. The session may end nevertheless.</param>
    /// <returns>Whether there was such a session.</returns>
    /// <exception cref="SessionUnavailableException">Redis failed: the session may go on.</exception>
    /// <remarks>Round trips: one; none for what is no id.</remarks>
    public async ValueTask<bool> LogoutAsync(string? id, CancellationToken cancellationToken = default)
        => SessionId.TryRead(id, out SessionId session)
            && await EndAsync(session.Tag, [session.Name], cancellationToken).ConfigureAwait(false) > 0;

    /// <summary>Ends a session that was found in a list.</summary>
    /// <param name="handle">Its <see cref="SessionInfo.Handle"/>.</param>
    /// <param name="cancellationToken">Stops the waiting. The session may end nevertheless.</param>
    /// <returns>Whether there was such a session.</returns>
    /// <exception cref="SessionUnavailableException">Redis failed: the session may go on.</exception>
    /// <remarks>Round trips: one.</remarks>
    public async ValueTask<bool> RevokeAsync(string handle, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(handle);
        return SessionId.TryReadHandle(handle, out SessionId session)
            && await EndAsync(session.Tag, [session.Name], cancellationToken).ConfigureAwait(false) > 0;
    }

    /// <summary>Ends all sessions of a user: after a change of the password, or to lock somebody out.</summary>
    /// <param name="user">The user.</param>
    /// <param name="exceptId">The id of a session that goes on, usually that of whoever asks; null for none.</param>
    /// <param name="cancellationToken">Stops the waiting. Sessions may end nevertheless.</param>
    /// <returns>How many sessions have ended.</returns>
    /// <exception cref="SessionUnavailableException">Redis failed: sessions may go on.</exception>
    /// <remarks>Round trips: two. Sessions that begin meanwhile go on.</remarks>
    public async ValueTask<int> RevokeAllAsync(
        string user, string? exceptId = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        string tag = SessionId.TagOf(user);
        string[] names = await NamesAsync(tag, cancellationToken).ConfigureAwait(false);
        if (SessionId.TryRead(exceptId, out SessionId kept) && kept.Tag == tag)
        {
            names = [.. names.Where(name => name != kept.Name)];
        }

        return names.Length == 0 ? 0 : await EndAsync(tag, names, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The sessions of a user, the one that ends last first.</summary>
    /// <param name="user">The user.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>What is known about each.</returns>
    /// <exception cref="SessionUnavailableException">Redis failed.</exception>
    /// <remarks>Round trips: two. Nothing is prolonged.</remarks>
    public async ValueTask<IReadOnlyList<SessionInfo>> ListAsync(
        string user, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        string tag = SessionId.TagOf(user);
        string[] names = await NamesAsync(tag, cancellationToken).ConfigureAwait(false);
        if (names.Length == 0)
        {
            return [];
        }

        RedisReply<RedisResult> reply = await _redis
            .EvaluateAsync(
                new ScriptCall(
                    SessionScripts.Describe,
                    _keys.UserAnd(tag, names),
                    Array.ConvertAll(names, name => (RedisValue)name)),
                cancellationToken)
            .ConfigureAwait(false);
        RedisResult answers = ResultOf(reply, "listed");
        return
        [
            .. from position in Enumerable.Range(0, names.Length)
               where !answers[position].IsNull
               select InfoOf(new SessionId(tag, names[position]), answers[position]),
        ];
    }

    /// <summary>What the number means that a script answers to a write.</summary>
    private protected static SessionWriteOutcome OutcomeOf(int answer) => answer switch
    {
        1 => SessionWriteOutcome.Written,
        0 => SessionWriteOutcome.Conflict,
        -2 => SessionWriteOutcome.TooManyFields,
        _ => SessionWriteOutcome.NotFound,
    };

    private protected static void CheckUser(string user)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        if (user.Length > MaxUserLength)
        {
            throw new ArgumentException(
                $"The name of the user has {user.Length} characters, but at most {MaxUserLength} are allowed: take a "
                + "key of the user.",
                nameof(user));
        }
    }

    /// <summary>What scripts answer about a session: user, beginning, end, and how long it lives unused.</summary>
    private protected static SessionInfo InfoOf(SessionId id, RedisResult answer)
        => new(
            id.Handle,
            (string?)answer[0] is { Length: > 0 } user ? user : null,
            InstantOf((long)answer[1]),
            TimeSpan.FromMilliseconds((long)answer[3]),
            InstantOf((long)answer[2]));

    private protected static DateTimeOffset InstantOf(long milliseconds)
        => UnixTime.ToInstant(milliseconds * TimeSpan.MicrosecondsPerMillisecond);

    /// <summary>Begins a session, and ends the one before it.</summary>
    private protected async ValueTask<string> BeginAsync(
        string? user,
        RedisValue[] content,
        string? previousId,
        SessionTerms? terms,
        CancellationToken cancellationToken)
    {
        SessionId id = SessionId.Next(user, out string secret);
        try
        {
            await StartAsync(id, user, content, terms, cancellationToken).ConfigureAwait(false);
            await LogoutAsync(previousId, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SessionUnavailableException or OperationCanceledException)
        {
            // It may have begun, and its caller will never know the id. It goes the same way and so comes after it.
            _ = EndUnknownAsync(id);
            throw;
        }

        Metrics.SessionStarted();
        return secret;
    }

    /// <summary>Runs a script about one session.</summary>
    private protected async ValueTask<RedisResult> RunAsync(
        RedisScript script, SessionId id, RedisValue[] arguments, string verb, CancellationToken cancellationToken)
        => ResultOf(
            await _redis
                .EvaluateAsync(
                    new ScriptCall(script, [_keys.Session(id), _keys.User(id.Tag)], arguments), cancellationToken)
                .ConfigureAwait(false),
            verb);

    private protected void CheckLength(long bytes, string what)
    {
        if (bytes > _options.MaxValueBytes)
        {
            throw new ArgumentException(
                $"The {what} has {bytes} bytes, but a session takes at most {_options.MaxValueBytes}: keep what is "
                + $"large elsewhere and its name in the session, or raise {nameof(SessionOptions.MaxValueBytes)}.");
        }
    }

    private async ValueTask StartAsync(
        SessionId id, string? user, RedisValue[] content, SessionTerms? terms, CancellationToken cancellationToken)
    {
        string[] givingWay = [];
        do
        {
            RedisReply<RedisResult> reply = await _redis
                .EvaluateAsync(
                    new ScriptCall(
                        SessionScripts.Start,
                        [_keys.Session(id), .. _keys.UserAnd(id.Tag, givingWay)],
                        [
                            _hasFields ? Hash : String,
                            id.Name,
                            user ?? "",
                            (long)(terms?.IdleTimeout ?? _options.IdleTimeout).TotalMilliseconds,
                            (long)(terms?.AbsoluteTimeout ?? _options.AbsoluteTimeout).TotalMilliseconds,
                            _options.MaxSessionsPerUser,
                            .. givingWay.Select(name => (RedisValue)name),
                            .. content,
                        ]),
                    cancellationToken)
                .ConfigureAwait(false);

            // Only if logins of one user race does the second attempt find others that must give way.
            givingWay = (string[])ResultOf(reply, "started")!;
            Metrics.SessionsDisplaced(givingWay.Length);
        }
        while (givingWay.Length > 0);
    }

    private async ValueTask<int> EndAsync(string tag, string[] names, CancellationToken cancellationToken)
    {
        RedisReply<RedisResult> reply = await SendEndAsync(tag, names, cancellationToken).ConfigureAwait(false);
        int ended = (int)ResultOf(reply, "ended");
        Metrics.SessionsEnded(ended);
        return ended;
    }

    private ValueTask<RedisReply<RedisResult>> SendEndAsync(
        string tag, string[] names, CancellationToken cancellationToken)
        => _redis.EvaluateAsync(
            new ScriptCall(
                SessionScripts.End, _keys.UserAnd(tag, names), Array.ConvertAll(names, name => (RedisValue)name)),
            cancellationToken);

    private async Task EndUnknownAsync(SessionId id)
        => await SendEndAsync(id.Tag, [id.Name], CancellationToken.None).ConfigureAwait(false);

    private async ValueTask<string[]> NamesAsync(string tag, CancellationToken cancellationToken)
    {
        RedisReply<RedisValue[]> reply = await _redis
            .CallAsync(
                "ZRANGE",
                static (database, key) => database.SortedSetRangeByRankAsync(key, order: Order.Descending),
                _keys.User(tag),
                cancellationToken)
            .ConfigureAwait(false);
        return reply.Failure == RedisFailure.None
            ? Array.ConvertAll(reply.Value!, name => (string)name!)
            : throw Unavailable("listed", reply.Failure, reply.Exception);
    }

    private static RedisResult ResultOf(RedisReply<RedisResult> reply, string verb)
        => reply.Failure == RedisFailure.None
            ? reply.Value!
            : throw Unavailable(verb, reply.Failure, reply.Exception);

    private static SessionUnavailableException Unavailable(string verb, RedisFailure failure, Exception? exception)
        => new(
            $"Redis failed ({failure}), so a session could not be {verb}: try again later, and do not treat its user "
            + "as logged out.",
            exception);
}
