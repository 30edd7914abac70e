using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Patterns.RateLimiting.SlidingWindowCounter;

/// <summary>Approximates a sliding window by two counters.</summary>
/// <remarks>It assumes that what the earlier window granted was spread evenly over it. Constant memory; at most the
/// limit by its own estimate, which real traffic can exceed by what was granted unevenly.</remarks>
/// <param name="database">The database that holds the states.</param>
/// <param name="options">The options; <see cref="RedisRateLimiter{TOptions}.Reconfigure"/> changes them later.</param>
/// <param name="logger">Where the limiter reports; null means nowhere.</param>
/// <param name="timeProvider">The clock of timeouts, circuits and what is remembered locally; null means the system's.
/// Permits are counted by the clock of Redis.</param>
/// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of bounds.</exception>
public sealed class RedisSlidingCounterLimiter(
    IDatabase database,
    RedisSlidingCounterOptions options,
    ILogger<RedisRateLimiter>? logger = null,
    TimeProvider? timeProvider = null)
    : RedisRateLimiter<RedisSlidingCounterOptions>(database, options, logger, timeProvider);
