namespace Patterns.RateLimiting;

/// <summary>What a limiter does when Redis does not answer, or answers with an error. Each answer has a
/// <see cref="RateLimitReason"/> of its own, so that it is never mistaken for one that was counted.</summary>
public enum RateLimitFailureMode
{
    /// <summary>Each process goes on with a limit of its own for each partition, kept in memory:
    /// <see cref="RedisLimiterOptions.FallbackPermitLimit"/>.</summary>
    LocalFallback,

    /// <summary>Everything is granted. For limits that are a courtesy.</summary>
    Open,

    /// <summary>Everything is refused. For limits that protect what must not break.</summary>
    Closed,
}
