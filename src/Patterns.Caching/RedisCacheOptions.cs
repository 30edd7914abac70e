using Patterns.Caching.HotKeys;
using Patterns.Caching.Local;
using Patterns.Core;
using Polly;

namespace Patterns.Caching;

/// <summary>The options of a <see cref="RedisCache"/>. They are read once, when the cache is created.</summary>
public sealed class RedisCacheOptions
{
    /// <summary>The prefix of all keys. Caches with the same prefix on the same Redis share their entries.</summary>
    /// <value>1 to 100 characters without braces, white space or control characters; the default is <c>cache</c>, and
    /// <c>cache:NAME</c> for a cache that is registered under a name.</value>
    public string KeyPrefix { get; set; } = "cache";

    /// <summary>How long entries live, before jitter, unless the call says otherwise.</summary>
    /// <value>1 millisecond to 3650 days; the default is 5 minutes. Longer means fewer calls and staler values.</value>
    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>By which share the time to live varies at random, up and down, unless the call says otherwise. It keeps
    /// entries that were stored together from expiring together.</summary>
    /// <value>0 (always the same) to 0.5; the default is 0.1.</value>
    public double Jitter { get; set; } = 0.1;

    /// <summary>How long a null lives, before jitter; never longer than another value. A null says that the source has
    /// nothing under the key: remembering that keeps questions about what does not exist away from the
    /// source.</summary>
    /// <value>1 millisecond to 3650 days; the default is 30 seconds.</value>
    public TimeSpan NegativeTimeToLive { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>For how long after its time a value may be served when the source fails or is slow (fail-safe), unless
    /// the call says otherwise. Nulls, and what was removed or whose tags were, are never served so.</summary>
    /// <value>Zero (the default: not at all) to 30 days. Redis keeps values for as much longer.</value>
    public TimeSpan StaleFor { get; set; }

    /// <summary>How long stale values are served after a failure before the source is asked again.</summary>
    /// <value>Zero (the source is asked by the next reader) to 1 hour; the default is 5 seconds.</value>
    public TimeSpan StaleRetryDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a caller waits for the source while a stale value is at hand. It then takes the stale value,
    /// and the source call goes on. Zero serves stale values at once (stale while revalidate).</summary>
    /// <value>Zero to 1 hour; null, the default, means until the source has answered or failed.</value>
    public TimeSpan? SourceSoftTimeout { get; set; }

    /// <summary>How early reads refresh entries before their time is over, unless the call says otherwise: one of the
    /// readers is chosen at random, likelier the sooner the end and the dearer the source, and its factory is called in
    /// the background, after the reader has its value (XFetch).</summary>
    /// <value>0 (the default: never) to 10. 1 is the usual: the entry is refreshed on average one source call's
    /// duration before its end. The factory must not use what is disposed with its caller's request.</value>
    public double EarlyRefreshBeta { get; set; }

    /// <summary>How long the lease of a fill lasts. It is renewed while the source works; when the process that fills
    /// dies, another takes over after this time.</summary>
    /// <value>100 milliseconds to 1 minute; the default is 2 seconds. Entries stay in Redis for twice as long after
    /// their time.</value>
    public TimeSpan LeaseTime { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The largest entry, in bytes, after compression and with its header. A larger value is returned to the
    /// callers and not stored.</summary>
    /// <value>1,024 to 536,870,911 (512 MiB); the default is 8,388,608 (8 MiB). A large value blocks Redis for
    /// everybody while it is sent.</value>
    public int MaxValueBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>
    /// From which length on values are compressed, with Brotli at its fastest, if that saves an eighth.
    /// </summary>
    /// <value>64 or more bytes; null, the default, compresses nothing.</value>
    public int? CompressFromBytes { get; set; }

    /// <summary>From which length on values are split into several keys, after compression, so that no single command
    /// holds Redis up for long. Reading one costs another round trip; what is overwritten or removed leaves its chunks
    /// behind until their time is over.</summary>
    /// <value>1,024 or more bytes; null, the default, splits nothing.</value>
    public int? ChunkBytes { get; set; }

    /// <summary>Whether changes are announced to other processes with the same cache by pub/sub: those with an
    /// in-process level drop their copies.</summary>
    /// <value>The default is true. Turn it off where no process has an in-process level, to spare the messages.</value>
    public bool AnnounceChanges { get; set; } = true;

    /// <summary>What is held in the process itself, in front of Redis. Values come from there without any round trip,
    /// and are shared by reference: do not modify what a cache returns.</summary>
    /// <value>Null, the default, means nothing. All processes with the same prefix must announce their changes
    /// (<see cref="AnnounceChanges"/>).</value>
    public LocalLevelOptions? Local { get; set; }

    /// <summary>When a key counts as hot, and what is done about it.</summary>
    /// <value>Null, the default, counts nothing.</value>
    public HotKeyOptions? HotKeys { get; set; }

    /// <summary>What happens when Redis does not answer, or answers with an error.</summary>
    /// <value>The default is <see cref="CacheFailureMode.UseSource"/>.</value>
    public CacheFailureMode FailureMode { get; set; } = CacheFailureMode.UseSource;

    /// <summary>How long one Redis command may take before the cache goes on without its reply.</summary>
    /// <value>1 millisecond to 1 minute; the default is 1 second. Lower values cost less waiting in an outage, and
    /// turn a slow Redis into source calls.</value>
    public TimeSpan RedisTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>When the cache stops asking a Redis that does not answer, and for how long.</summary>
    public CircuitOptions RedisCircuit { get; set; } = new();

    /// <summary>Runs every Redis command of the cache instead of the circuit breaker of <see cref="RedisCircuit"/>. The
    /// timeout still bounds each command.</summary>
    /// <value>Null, the default, means the circuit breaker.</value>
    public ResiliencePipeline? RedisPipeline { get; set; }

    /// <summary>How long the source may take.</summary>
    /// <value>1 millisecond to 1 hour; the default is 10 seconds. When it is over, the factory's token is cancelled
    /// and all waiting callers get a <see cref="Polly.Timeout.TimeoutRejectedException"/>.</value>
    public TimeSpan SourceTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>When the cache stops calling a failing source, and for how long. All keys of a cache share the circuit:
    /// give each source a cache of its own.</summary>
    public CircuitOptions SourceCircuit { get; set; } = new();

    /// <summary>Runs every source call instead of the circuit breaker of <see cref="SourceCircuit"/> and of
    /// <see cref="SourceTimeout"/>; it may also retry.</summary>
    /// <value>Null, the default, means the circuit breaker around the timeout.</value>
    public ResiliencePipeline? SourcePipeline { get; set; }

    /// <summary>Turns values into bytes and back; byte arrays and strings pass through without it.</summary>
    /// <value>The default is <see cref="JsonCacheSerializer.Default"/>.</value>
    public ICacheSerializer Serializer { get; set; } = JsonCacheSerializer.Default;

    /// <summary>Where jitter comes from. A seeded instance makes the times to live repeatable. The cache uses it from
    /// one thread at a time.</summary>
    /// <value>The default is an instance with a seed of its own, different in each process.</value>
    public Random Random { get; set; } = new();
}
