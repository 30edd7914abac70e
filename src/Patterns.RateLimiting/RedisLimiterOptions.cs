using Patterns.Core;
using Polly;

namespace Patterns.RateLimiting;

/// <summary>What all limiters on Redis have in common.</summary>
public abstract class RedisLimiterOptions
{
    private protected RedisLimiterOptions()
    {
    }

    /// <summary>The prefix of all keys. Limiters with the same prefix on the same Redis count together, if they are of
    /// the same kind.</summary>
    /// <value>1 to 100 characters without braces, white space or control characters; the default is <c>rate</c>, and
    /// <c>rate:NAME</c> for a limiter that is registered under a name.</value>
    public string KeyPrefix { get; set; } = "rate";

    /// <summary>What the limit is called in leases, headers and metrics.</summary>
    /// <value>Null, the default, means <see cref="KeyPrefix"/>.</value>
    public string? PolicyName { get; set; }

    /// <summary>What happens when Redis does not answer, or answers with an error.</summary>
    /// <value>The default is <see cref="RateLimitFailureMode.LocalFallback"/>.</value>
    public RateLimitFailureMode FailureMode { get; set; }

    /// <summary>How many permits each process grants to each partition, in a window of the limit's length, while Redis
    /// fails and <see cref="FailureMode"/> is <see cref="RateLimitFailureMode.LocalFallback"/>.</summary>
    /// <value>1 to 1,000,000,000,000; null, the default, means the limit itself. With N processes, the limit divided by
    /// N keeps their sum below the limit.</value>
    public long? FallbackPermitLimit { get; set; }

    /// <summary>How long Redis may take for one call.</summary>
    /// <value>1 millisecond to 1 minute; the default is 500 milliseconds. It bounds how long a caller waits in an
    /// outage.</value>
    public TimeSpan RedisTimeout { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>When the limiter stops asking a Redis that does not answer, and for how long.</summary>
    public CircuitOptions RedisCircuit { get; set; } = new();

    /// <summary>Runs every call instead of the circuit breaker of <see cref="RedisCircuit"/>. The timeout still bounds
    /// each call. A retry may charge twice, because a call without a reply may have been counted.</summary>
    /// <value>Null, the default, means the circuit breaker.</value>
    public ResiliencePipeline? RedisPipeline { get; set; }

    /// <summary>Whether to count and to say what would be refused, but to refuse nothing.</summary>
    /// <value>The default is false.</value>
    public bool Shadow { get; set; }

    /// <summary>Of how many partitions the process remembers what it knows. Others are asked for anew.</summary>
    /// <value>100 to 10,000,000; the default is 20,000. Each costs some 300 bytes.</value>
    public int RememberedPartitions { get; set; } = 20_000;

    internal string Policy => PolicyName ?? KeyPrefix;

    internal virtual void Check(OptionsFailures failures)
    {
        RedisLimiterOptions options = this;
        failures.RequireKeyPrefix(options.KeyPrefix);
        failures.RequireDefined(options.FailureMode);
        failures.RequireWithin(
            options.FallbackPermitLimit ?? 1,
            1,
            RateLimitBounds.MaxPermits,
            "take the limit divided by the number of processes",
            "options.FallbackPermitLimit");
        failures.RequireWithin(
            options.RedisTimeout,
            TimeSpan.FromMilliseconds(1),
            TimeSpan.FromMinutes(1),
            "500 milliseconds suit a Redis in the same region");
        failures.RequireCircuit(options.RedisCircuit);
        failures.RequireWithin(options.RememberedPartitions, 100, 10_000_000, "20,000 suit most services");
    }
}
