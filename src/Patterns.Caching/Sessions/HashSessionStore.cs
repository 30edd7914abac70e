using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Patterns.Caching.Sessions;

/// <summary>Sessions with fields, in one Redis hash each: requests that come at the same time read, write and count
/// fields of their own, and do not overwrite what others have written.</summary>
public sealed class HashSessionStore : SessionStore
{
    private readonly int _maxFields;

    /// <summary>Creates a store.</summary>
    /// <param name="database">The database that holds the sessions.</param>
    /// <param name="options">The options; they are read now and never again.</param>
    /// <param name="logger">Where failures of Redis are reported; null means nowhere.</param>
    /// <param name="timeProvider">The clock of timeouts and circuit; null means the system's. Sessions end by the clock
    /// of Redis.</param>
    /// <exception cref="OptionsValidationException">An option is out of bounds.</exception>
    public HashSessionStore(
        IDatabase database,
        SessionOptions options,
        ILogger<SessionStore>? logger = null,
        TimeProvider? timeProvider = null)
        : base(database, options, hasFields: true, logger, timeProvider)
    {
        _maxFields = options.MaxFields;
    }

    /// <summary>Begins a session of nobody, such as that of a visitor with a basket.</summary>
    /// <param name="fields">Its first fields; null for none.</param>
    /// <param name="terms">How long it lives; null means what the options say.</param>
    /// <param name="cancellationToken">Stops the waiting; the session is then ended if it has begun.</param>
    /// <returns>The id, a secret that only the visitor gets.</returns>
    /// <exception cref="ArgumentException">A field is larger than allowed, or there are too many.</exception>
    /// <exception cref="SessionUnavailableException">Redis failed.</exception>
    /// <remarks>Round trips: one.</remarks>
    public ValueTask<string> StartAsync(
        IReadOnlyDictionary<string, RedisValue>? fields = null,
        SessionTerms? terms = null,
        CancellationToken cancellationToken = default)
        => BeginAsync(user: null, Pairs(fields), previousId: null, terms, cancellationToken);

    /// <summary>Begins a session of a user, under an id that nobody knew before, and ends the one that the user had as
    /// a visitor.</summary>
    /// <param name="user">The user: 1 to 1,024 characters.</param>
    /// <param name="fields">Its first fields; null for none. What is to be kept of the session before goes in
    /// here.</param>
    /// <param name="previousId">The id that the client has sent; null for none. What is no id ends nothing.</param>
    /// <param name="terms">How long it lives; null means what the options say.</param>
    /// <param name="cancellationToken">Stops the waiting; the session is then ended if it has begun.</param>
    /// <returns>The id, a secret that only the user gets.</returns>
    /// <exception cref="ArgumentException">A field is larger than allowed, there are too many, or the name of the user
    /// is too long.</exception>
    /// <exception cref="SessionUnavailableException">Redis failed; the session before may have ended.</exception>
    /// <remarks>Round trips: one, another if there was a session before, and another if a session of the user has to
    /// give way.</remarks>
    public ValueTask<string> LoginAsync(
        string user,
        IReadOnlyDictionary<string, RedisValue>? fields = null,
        string? previousId = null,
        SessionTerms? terms = null,
        CancellationToken cancellationToken = default)
    {
        CheckUser(user);
        return BeginAsync(user, Pairs(fields), previousId, terms, cancellationToken);
    }

    /// <summary>Reads fields of a session, and lets it live on.</summary>
    /// <param name="id">The id as the client sent it.</param>
    /// <param name="names">The fields; null for all.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The session with those of the fields that it has; null when there is none.</returns>
    /// <exception cref="SessionUnavailableException">Redis failed.</exception>
    /// <remarks>Round trips: one; none for what is no id.</remarks>
    public async ValueTask<HashSession?> ReadAsync(
        string? id, IReadOnlyList<string>? names = null, CancellationToken cancellationToken = default)
    {
        if (!SessionId.TryRead(id, out SessionId session))
        {
            Metrics.SessionRead(found: false);
            return null;
        }

        RedisResult reply = await RunAsync(
            SessionScripts.ReadFields,
            session,
            [session.Name, .. (names ?? []).Select(Field)],
            "read",
            cancellationToken).ConfigureAwait(false);
        Metrics.SessionRead(!reply.IsNull);
        if (reply.IsNull)
        {
            return null;
        }

        var values = (RedisValue[])reply[4]!;
        var fields = new Dictionary<string, RedisValue>(StringComparer.Ordinal);
        if (names is null)
        {
            foreach ((string name, RedisValue value) in Fields(values))
            {
                fields.Add(name, value);
            }
        }
        else
        {
            foreach ((string name, RedisValue value) in names.Zip(values).Where(field => !field.Second.IsNull))
            {
                fields[name] = value;
            }
        }

        return new HashSession(InfoOf(session, reply), fields);
    }

    /// <summary>Writes fields of a session, removes others, and lets the session live on, all in one step.</summary>
    /// <param name="id">The id as the client sent it.</param>
    /// <param name="fields">The fields to write.</param>
    /// <param name="removed">The fields to remove; null for none. None of them may be written too.</param>
    /// <param name="cancellationToken">Stops the waiting. The fields may be written nevertheless.</param>
    /// <returns>Whether they were written, and why not.</returns>
    /// <exception cref="ArgumentException">A field is larger than allowed, or both written and removed.</exception>
    /// <exception cref="SessionUnavailableException">Redis failed; they may have been written.</exception>
    /// <remarks>Round trips: one; none for what is no id.</remarks>
    public async ValueTask<SessionWriteOutcome> WriteAsync(
        string? id,
        IReadOnlyDictionary<string, RedisValue> fields,
        IReadOnlyCollection<string>? removed = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fields);
        string[] gone = [.. (removed ?? []).Distinct(StringComparer.Ordinal)];
        if (Array.Find(gone, fields.ContainsKey) is { } both)
        {
            throw new ArgumentException($"The field '{both}' is to be written and removed: decide.", nameof(removed));
        }

        RedisValue[] pairs = Pairs(fields);
        if (!SessionId.TryRead(id, out SessionId session))
        {
            return SessionWriteOutcome.NotFound;
        }

        RedisResult reply = await RunAsync(
            SessionScripts.WriteFields,
            session,
            [session.Name, _maxFields, fields.Count, .. pairs, .. gone.Select(Field)],
            "written",
            cancellationToken).ConfigureAwait(false);
        return OutcomeOf((int)reply);
    }

    /// <summary>Adds to a field that is a number, which counts from 0, and lets the session live on.</summary>
    /// <param name="id">The id as the client sent it.</param>
    /// <param name="name">The field.</param>
    /// <param name="by">How much to add; below zero to subtract.</param>
    /// <param name="cancellationToken">Stops the waiting. It may be added nevertheless.</param>
    /// <returns>The sum; null when there is no such session, or it would have too many fields.</returns>
    /// <exception cref="InvalidOperationException">The field is no 64-bit number, or the sum would be none.</exception>
    /// <exception cref="SessionUnavailableException">Redis failed; it may have been added.</exception>
    /// <remarks>Round trips: one; none for what is no id.</remarks>
    public async ValueTask<long?> IncrementAsync(
        string? id, string name, long by = 1, CancellationToken cancellationToken = default)
    {
        RedisValue field = Field(name);
        if (!SessionId.TryRead(id, out SessionId session))
        {
            return null;
        }

        RedisResult reply = await RunAsync(
            SessionScripts.Increment, session, [session.Name, _maxFields, field, by], "written", cancellationToken)
            .ConfigureAwait(false);
        return (int)reply[0] switch
        {
            1 => (long)reply[1],
            0 => throw new InvalidOperationException(
                $"The field '{name}' of the session is no 64-bit number, or adding {by} would make it none: write a "
                + "number there first."),
            _ => null,
        };
    }

    /// <summary>Writes or removes a field if it has the value that the caller expects, and lets the session live
    /// on.</summary>
    /// <param name="id">The id as the client sent it.</param>
    /// <param name="name">The field.</param>
    /// <param name="expected">What it must have; <see cref="RedisValue.Null"/> if it must be missing.</param>
    /// <param name="value">What it gets; <see cref="RedisValue.Null"/> removes it.</param>
    /// <param name="cancellationToken">Stops the waiting. It may be written nevertheless.</param>
    /// <returns>Whether it was written; <see cref="SessionWriteOutcome.Conflict"/> if it has another value.</returns>
    /// <exception cref="ArgumentException">The value is larger than allowed.</exception>
    /// <exception cref="SessionUnavailableException">Redis failed; it may have been written.</exception>
    /// <remarks>Round trips: one; none for what is no id.</remarks>
    public async ValueTask<SessionWriteOutcome> CompareAndSetAsync(
        string? id,
        string name,
        RedisValue expected,
        RedisValue value,
        CancellationToken cancellationToken = default)
    {
        RedisValue field = Field(name);
        CheckLength(value.Length(), $"field '{name}'");
        if (!SessionId.TryRead(id, out SessionId session))
        {
            return SessionWriteOutcome.NotFound;
        }

        RedisResult reply = await RunAsync(
            SessionScripts.CompareAndSet,
            session,
            [session.Name, _maxFields, field, Marked(expected), Marked(value)],
            "written",
            cancellationToken).ConfigureAwait(false);
        return OutcomeOf((int)reply);
    }

    // What a session says about itself stands in fields with shorter names.
    private static RedisValue Field(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return "f" + name;
    }

    private static RedisValue Marked(RedisValue value)
        => value.IsNull ? RedisValue.EmptyString : (byte[])[(byte)'=', .. (byte[])value!];

    private static IEnumerable<(string Name, RedisValue Value)> Fields(RedisValue[] all)
        => from pair in all.Chunk(2)
           let name = (string)pair[0]!
           where name.Length > 1
           select (name[1..], pair[1]);

    private RedisValue[] Pairs(IReadOnlyDictionary<string, RedisValue>? fields)
    {
        if (fields is null)
        {
            return [];
        }

        if (fields.Count > _maxFields)
        {
            throw new ArgumentException(
                $"There are {fields.Count} fields, but a session has at most {_maxFields}: keep what is large "
                + $"elsewhere and its name in the session, or raise {nameof(SessionOptions.MaxFields)}.",
                nameof(fields));
        }

        var pairs = new List<RedisValue>(2 * fields.Count);
        foreach ((string name, RedisValue value) in fields)
        {
            CheckLength(Encoding.UTF8.GetByteCount(name) + value.Length(), $"field '{name}'");
            pairs.Add(Field(name));
            pairs.Add(value.IsNull ? RedisValue.EmptyString : value);
        }

        return [.. pairs];
    }
}
