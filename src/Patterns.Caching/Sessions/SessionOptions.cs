using Patterns.Core;
using Polly;

namespace Patterns.Caching.Sessions;

/// <summary>The options of a <see cref="StringSessionStore{T}"/> or a <see cref="HashSessionStore"/>. They are read
/// once, when it is created.</summary>
public sealed class SessionOptions
{
    internal const string DefaultKeyPrefix = "session";

    /// <summary>The prefix of all keys. Stores with the same prefix on the same Redis share their sessions.</summary>
    /// <value>1 to 100 characters without braces, white space or control characters; the default is
    /// <c>session</c>.</value>
    public string KeyPrefix { get; set; } = DefaultKeyPrefix;

    /// <summary>How long a session lives after it was used last, unless its start says otherwise.</summary>
    /// <value>1 second to 365 days; the default is 20 minutes. A use within the first sixty-fourth of the time does not
    /// count, which spares most reads a write.</value>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(20);

    /// <summary>How long a session lives however often it is used, unless its start says otherwise.</summary>
    /// <value>1 second to 3650 days; the default is 1 day. What was stolen unnoticed is of no use after that.</value>
    public TimeSpan AbsoluteTimeout { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How many sessions a user may have at a time. The one that would end first gives way to a new
    /// one.</summary>
    /// <value>1 to 1,000; the default is 20.</value>
    public int MaxSessionsPerUser { get; set; } = 20;

    /// <summary>How many bytes a value may have: the whole of a <see cref="StringSessionStore{T}"/>, or one field of a
    /// <see cref="HashSessionStore"/>.</summary>
    /// <value>64 to 16,777,216; the default is 65,536. Every request reads its session: keep it small.</value>
    public int MaxValueBytes { get; set; } = 64 * 1024;

    /// <summary>How many fields a session of a <see cref="HashSessionStore"/> may have.</summary>
    /// <value>1 to 1,000; the default is 100.</value>
    public int MaxFields { get; set; } = 100;

    /// <summary>Turns the values of a <see cref="StringSessionStore{T}"/> into bytes and back.</summary>
    /// <value>The default is <see cref="JsonCacheSerializer.Default"/>.</value>
    public ICacheSerializer Serializer { get; set; } = JsonCacheSerializer.Default;

    /// <summary>How long one Redis command may take before it counts as failed.</summary>
    /// <value>1 millisecond to 1 minute; the default is 1 second.</value>
    public TimeSpan RedisTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>When the store stops asking a Redis that does not answer, and for how long.</summary>
    public CircuitOptions RedisCircuit { get; set; } = new();

    /// <summary>Runs every Redis command of the store instead of the circuit breaker of <see cref="RedisCircuit"/>. The
    /// timeout still bounds each command.</summary>
    /// <value>Null, the default, means the circuit breaker.</value>
    public ResiliencePipeline? RedisPipeline { get; set; }
}
