using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Patterns.RateLimiting.LeakyBucket;

/// <summary>
/// A queue that permits leave at a steady rate: callers wait for their turn, and are refused when the queue is full.
/// </summary>
/// <remarks>
/// AcquireAsync returns when the turn has come, in the order in which Redis was asked, across all processes.
/// </remarks>
/// <param name="database">The database that holds the states.</param>
/// <param name="options">The options; <see cref="RedisRateLimiter{TOptions}.Reconfigure"/> changes them later.</param>
/// <param name="logger">Where the limiter reports; null means nowhere.</param>
/// <param name="timeProvider">The clock of timeouts, circuits and what is remembered locally; null means the system's.
/// Permits are counted by the clock of Redis.</param>
/// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of bounds.</exception>
public sealed class RedisLeakyBucketLimiter(
    IDatabase database,
    RedisLeakyBucketOptions options,
    ILogger<RedisRateLimiter>? logger = null,
    TimeProvider? timeProvider = null)
    : RedisRateLimiter<RedisLeakyBucketOptions>(database, options, logger, timeProvider);
