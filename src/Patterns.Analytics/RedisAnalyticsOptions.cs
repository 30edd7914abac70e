using Patterns.Core;
using Polly;

namespace Patterns.Analytics;

/// <summary>What all recipes of the package have in common.</summary>
public abstract class RedisAnalyticsOptions
{
    private protected RedisAnalyticsOptions(string keyPrefix)
    {
        KeyPrefix = keyPrefix;
    }

    /// <summary>The prefix of all keys. Instances with the same prefix on the same Redis share their data, and must
    /// agree about their options.</summary>
    /// <value>1 to 100 characters without braces, white space or control characters; the default is the name of the
    /// recipe, such as <c>counters</c>.</value>
    public string KeyPrefix { get; set; }

    /// <summary>How long one Redis command may take.</summary>
    /// <value>1 millisecond to 1 minute; the default is 1 second. Lower values cost less waiting in an outage, and
    /// turn a slow Redis into failures.</value>
    public TimeSpan RedisTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>When a Redis that does not answer is not asked any more, and for how long.</summary>
    public CircuitOptions RedisCircuit { get; set; } = new();

    /// <summary>Runs every Redis command instead of the circuit breaker of <see cref="RedisCircuit"/>. The timeout
    /// still bounds each command. A pipeline that retries may make things count twice.</summary>
    /// <value>Null, the default, means the circuit breaker.</value>
    public ResiliencePipeline? RedisPipeline { get; set; }
}
