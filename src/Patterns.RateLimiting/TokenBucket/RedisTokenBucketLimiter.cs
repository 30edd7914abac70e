using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Patterns.RateLimiting.TokenBucket;

/// <summary>A bucket of tokens that fills at a steady rate.</summary>
/// <remarks>
/// Admits bursts of up to the capacity after quiet times, and the rate in the long run. Nothing is ever rounded.
/// </remarks>
/// <param name="database">The database that holds the states.</param>
/// <param name="options">The options; <see cref="RedisRateLimiter{TOptions}.Reconfigure"/> changes them later.</param>
/// <param name="logger">Where the limiter reports; null means nowhere.</param>
/// <param name="timeProvider">The clock of timeouts, circuits and what is remembered locally; null means the system's.
/// Permits are counted by the clock of Redis.</param>
/// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of bounds.</exception>
public sealed class RedisTokenBucketLimiter(
    IDatabase database,
    RedisTokenBucketOptions options,
    ILogger<RedisRateLimiter>? logger = null,
    TimeProvider? timeProvider = null)
    : RedisRateLimiter<RedisTokenBucketOptions>(database, options, logger, timeProvider);
