using Patterns.Core;
using Polly;

namespace Patterns.Leaderboards;

/// <summary>The options of <see cref="RedisLeaderboards"/>. They are read once, when it is created.</summary>
public sealed class LeaderboardsOptions
{
    /// <summary>The most entries that one call reads, and the most neighbours on one side.</summary>
    public const int MaxCount = 10_000;

    /// <summary>The prefix of all keys. Instances with the same prefix on the same Redis share their boards.</summary>
    /// <value>1 to 100 characters without braces, white space or control characters; the default is
    /// <c>leaderboards</c>, and <c>leaderboards:NAME</c> for an instance that is registered under a name.</value>
    public string KeyPrefix { get; set; } = "leaderboards";

    /// <summary>Which score is the best, on all boards of this instance.</summary>
    /// <value>The default is <see cref="LeaderboardOrder.HighestFirst"/>.</value>
    public LeaderboardOrder Order { get; set; } = LeaderboardOrder.HighestFirst;

    /// <summary>How long one Redis command may take.</summary>
    /// <value>1 millisecond to 1 minute; the default is 1 second. Lower values cost less waiting in an outage, and
    /// turn a slow Redis into failures.</value>
    public TimeSpan RedisTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>When a Redis that does not answer is not asked any more, and for how long.</summary>
    public CircuitOptions RedisCircuit { get; set; } = new();

    /// <summary>Runs every Redis command instead of the circuit breaker of <see cref="RedisCircuit"/>. The timeout
    /// still bounds each command. A pipeline that retries may make an increment count twice.</summary>
    /// <value>Null, the default, means the circuit breaker.</value>
    public ResiliencePipeline? RedisPipeline { get; set; }
}
