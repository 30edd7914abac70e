using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Patterns.RateLimiting.SlidingWindowLog;

/// <summary>
/// Remembers every grant for one window, so that no window of that length ever holds more than the limit.
/// </summary>
/// <remarks>Exact at every moment, for memory in proportion to the limit.</remarks>
/// <param name="database">The database that holds the states.</param>
/// <param name="options">The options; <see cref="RedisRateLimiter{TOptions}.Reconfigure"/> changes them later.</param>
/// <param name="logger">Where the limiter reports; null means nowhere.</param>
/// <param name="timeProvider">The clock of timeouts, circuits and what is remembered locally; null means the system's.
/// Permits are counted by the clock of Redis.</param>
/// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of bounds.</exception>
public sealed class RedisSlidingLogLimiter(
    IDatabase database,
    RedisSlidingLogOptions options,
    ILogger<RedisRateLimiter>? logger = null,
    TimeProvider? timeProvider = null)
    : RedisRateLimiter<RedisSlidingLogOptions>(database, options, logger, timeProvider);
