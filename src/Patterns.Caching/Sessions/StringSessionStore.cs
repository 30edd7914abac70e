using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Patterns.Caching.Sessions;

/// <summary>Sessions that are one value each: read and written as a whole, in one Redis string. For what is small and
/// read with every request, as the identity and the roles of a user.</summary>
/// <typeparam name="T">The type of the values; byte arrays are stored as they are.</typeparam>
public sealed class StringSessionStore<T> : SessionStore
{
    private const int Version = 1;
    private const int HeadLength = 35;

    private readonly ICacheSerializer _serializer;

    /// <summary>Creates a store.</summary>
    /// <param name="database">The database that holds the sessions.</param>
    /// <param name="options">The options; they are read now and never again.</param>
    /// <param name="logger">Where failures of Redis and unreadable sessions are reported; null means nowhere.</param>
    /// <param name="timeProvider">The clock of timeouts and circuit; null means the system's. Sessions end by the clock
    /// of Redis.</param>
    /// <exception cref="OptionsValidationException">An option is out of bounds.</exception>
    public StringSessionStore(
        IDatabase database,
        SessionOptions options,
        ILogger<SessionStore>? logger = null,
        TimeProvider? timeProvider = null)
        : base(database, options, hasFields: false, logger, timeProvider)
    {
        _serializer = options.Serializer;
    }

    /// <summary>Begins a session of nobody, such as that of a visitor with a basket.</summary>
    /// <param name="value">Its value; not null.</param>
    /// <param name="terms">How long it lives; null means what the options say.</param>
    /// <param name="cancellationToken">Stops the waiting; the session is then ended if it has begun.</param>
    /// <returns>The id, a secret that only the visitor gets.</returns>
    /// <exception cref="ArgumentException">The value is larger than allowed.</exception>
    /// <exception cref="SessionUnavailableException">Redis failed.</exception>
    /// <remarks>Round trips: one.</remarks>
    public ValueTask<string> StartAsync(
        T value, SessionTerms? terms = null, CancellationToken cancellationToken = default)
        => BeginAsync(user: null, [Encode(value)], previousId: null, terms, cancellationToken);

    /// <summary>Begins a session of a user, under an id that nobody knew before, and ends the one that the user had as
    /// a visitor.</summary>
    /// <param name="user">The user: 1 to 1,024 characters.</param>
    /// <param name="value">The value of the session; not null. What is to be kept of the one before goes in
    /// here.</param>
    /// <param name="previousId">The id that the client has sent; null for none. What is no id ends nothing.</param>
    /// <param name="terms">How long it lives; null means what the options say.</param>
    /// <param name="cancellationToken">Stops the waiting; the session is then ended if it has begun.</param>
    /// <returns>The id, a secret that only the user gets.</returns>
    /// <exception cref="ArgumentException">The value is larger than allowed, or the name of the user too
    /// long.</exception>
    /// <exception cref="SessionUnavailableException">Redis failed; the session before may have ended.</exception>
    /// <remarks>Round trips: one, another if there was a session before, and another if a session of the user has to
    /// give way.</remarks>
    public ValueTask<string> LoginAsync(
        string user,
        T value,
        string? previousId = null,
        SessionTerms? terms = null,
        CancellationToken cancellationToken = default)
    {
        CheckUser(user);
        return BeginAsync(user, [Encode(value)], previousId, terms, cancellationToken);
    }

    /// <summary>Reads a session, and lets it live on.</summary>
    /// <param name="id">The id as the client sent it.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The session; null when there is none: it has ended, never was, or cannot be read.</returns>
    /// <exception cref="SessionUnavailableException">Redis failed.</exception>
    /// <remarks>Round trips: one; none for what is no id.</remarks>
    public async ValueTask<StringSession<T>?> ReadAsync(string? id, CancellationToken cancellationToken = default)
    {
        if (!SessionId.TryRead(id, out SessionId session))
        {
            Metrics.SessionRead(found: false);
            return null;
        }

        RedisResult reply = await RunAsync(
            SessionScripts.ReadValue, session, [session.Name], "read", cancellationToken).ConfigureAwait(false);
        StringSession<T>? found = reply.IsNull
            ? null
            : Decode(session, (byte[])reply[0]!, TimeSpan.FromMilliseconds((long)reply[1]));
        Metrics.SessionRead(found is not null);
        return found;
    }

    /// <summary>Writes the value of a session, and lets the session live on.</summary>
    /// <param name="id">The id as the client sent it.</param>
    /// <param name="value">The value; not null.</param>
    /// <param name="expectedVersion">The version that was read, so that what another request has written meanwhile is
    /// not overwritten; null overwrites whatever is there.</param>
    /// <param name="cancellationToken">Stops the waiting. The value may be written nevertheless.</param>
    /// <returns>Whether it was written, and why not.</returns>
    /// <exception cref="ArgumentException">The value is larger than allowed.</exception>
    /// <exception cref="SessionUnavailableException">Redis failed; it may have been written.</exception>
    /// <remarks>Round trips: one; none for what is no id.</remarks>
    public async ValueTask<SessionWriteOutcome> WriteAsync(
        string? id, T value, long? expectedVersion = null, CancellationToken cancellationToken = default)
    {
        RedisValue encoded = Encode(value);
        if (!SessionId.TryRead(id, out SessionId session))
        {
            return SessionWriteOutcome.NotFound;
        }

        RedisResult reply = await RunAsync(
            SessionScripts.WriteValue,
            session,
            [session.Name, expectedVersion ?? RedisValue.EmptyString, encoded],
            "written",
            cancellationToken).ConfigureAwait(false);
        return OutcomeOf((int)reply[0]);
    }

    private RedisValue Encode(T value)
    {
        ArgumentNullException.ThrowIfNull(value);
        ReadOnlyMemory<byte> encoded;
        if (value is byte[] bytes && typeof(T) == typeof(byte[]))
        {
            encoded = bytes;
        }
        else
        {
            var writer = new ArrayBufferWriter<byte>();
            _serializer.Serialize(writer, value);
            encoded = writer.WrittenMemory;
        }

        CheckLength(encoded.Length, "value");
        return encoded;
    }

    private T Decode(ReadOnlyMemory<byte> value)
        => typeof(T) == typeof(byte[]) ? (T)(object)value.ToArray() : _serializer.Deserialize<T>(value);

    // The layout stands in sessions.lua.
    private StringSession<T>? Decode(SessionId id, ReadOnlyMemory<byte> bytes, TimeSpan left)
    {
        try
        {
            ReadOnlySpan<byte> head = bytes.Span[..HeadLength];
            if (head[0] != Version)
            {
                throw new InvalidDataException($"The session has format version {head[0]}, this program reads 1.");
            }

            int userLength = BinaryPrimitives.ReadUInt16BigEndian(head[33..]);
            string user = Encoding.UTF8.GetString(bytes.Span.Slice(HeadLength, userLength));
            var info = new SessionInfo(
                id.Handle,
                userLength == 0 ? null : user,
                InstantOf(BinaryPrimitives.ReadInt64BigEndian(head[1..])),
                left,
                InstantOf(BinaryPrimitives.ReadInt64BigEndian(head[9..])));
            T value = Decode(bytes[(HeadLength + userLength)..]);
            return new StringSession<T>(info, value, BinaryPrimitives.ReadInt64BigEndian(head[25..]));
        }
        catch (Exception exception) when (exception is not NotSupportedException)
        {
            Unreadable.Report(id.Handle, exception);
            return null;
        }
    }
}
