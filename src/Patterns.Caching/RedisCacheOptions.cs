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
