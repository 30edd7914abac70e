using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Patterns.RateLimiting.Gcra;

/// <summary>Spaces permits evenly, by the generic cell rate algorithm.</summary>
/// <remarks>One number per partition. With a burst of 1, permits are an interval apart; the interval is rounded up to
/// whole microseconds, so the rate is never above the limit.</remarks>
/// <param name="database">The database that holds the states.</param>
/// <param name="options">The options; <see cref="RedisRateLimiter{TOptions}.Reconfigure"/> changes them later.</param>
/// <param name="logger">Where the limiter reports; null means nowhere.</param>
/// <param name="timeProvider">The clock of timeouts, circuits and what is remembered locally; null means the system's.
/// Permits are counted by the clock of Redis.</param>
/// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of bounds.</exception>
public sealed class RedisGcraLimiter(
    IDatabase database,
    RedisGcraOptions options,
    ILogger<RedisRateLimiter>? logger = null,
    TimeProvider? timeProvider = null)
    : RedisRateLimiter<RedisGcraOptions>(database, options, logger, timeProvider);
