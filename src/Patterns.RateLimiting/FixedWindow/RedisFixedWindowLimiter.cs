using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Patterns.RateLimiting.FixedWindow;

/// <summary>Counts permits in windows that follow each other.</summary>
/// <remarks>The cheapest limit, and the coarsest: at a boundary, up to twice the limit can pass in a moment, the last
/// of one window and the first of the next.</remarks>
/// <param name="database">The database that holds the states.</param>
/// <param name="options">The options; <see cref="RedisRateLimiter{TOptions}.Reconfigure"/> changes them later.</param>
/// <param name="logger">Where the limiter reports; null means nowhere.</param>
/// <param name="timeProvider">The clock of timeouts, circuits and what is remembered locally; null means the system's.
/// Permits are counted by the clock of Redis.</param>
/// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of bounds.</exception>
public sealed class RedisFixedWindowLimiter(
    IDatabase database,
    RedisFixedWindowOptions options,
    ILogger<RedisRateLimiter>? logger = null,
    TimeProvider? timeProvider = null)
    : RedisRateLimiter<RedisFixedWindowOptions>(database, options, logger, timeProvider);
