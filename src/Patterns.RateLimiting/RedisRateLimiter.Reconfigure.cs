using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Patterns.RateLimiting.Limits;
using StackExchange.Redis;

namespace Patterns.RateLimiting;

/// <summary>A limiter with options of its kind, which can be changed while it runs.</summary>
/// <typeparam name="TOptions">The options.</typeparam>
public abstract class RedisRateLimiter<TOptions> : RedisRateLimiter
    where TOptions : RedisRateLimiterOptions
{
    private protected RedisRateLimiter(
        IDatabase database, TOptions options, ILogger<RedisRateLimiter>? logger, TimeProvider? timeProvider)
        : base(
            database ?? throw new ArgumentNullException(nameof(database)),
            Checked(options),
            logger ?? NullLogger<RedisRateLimiter>.Instance,
            timeProvider ?? TimeProvider.System)
    {
    }

    /// <summary>Changes the limit, the failure mode, shadow mode and what is kept locally. What was used stays used,
    /// and counts against the new limit from the next call on; nothing is written now.</summary>
    /// <param name="options">The new options; those of Redis and <see cref="RedisLimiterOptions.RememberedPartitions"/>
    /// are not read again.</param>
    /// <exception cref="OptionsValidationException">An option is out of bounds; nothing has changed.</exception>
    /// <exception cref="ArgumentException">The options have another key prefix, which would begin anew.</exception>
    public void Reconfigure(TOptions options)
    {
        RedisLimiterOptionsValidator<TOptions>.Instance.ThrowIfNoChangeOf(KeyPrefix, options);
        Use(RateLimiterSettings.From(options));
    }

    private static TOptions Checked(TOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        RedisLimiterOptionsValidator<TOptions>.Instance.ThrowIfInvalid(options);
        return options;
    }
}
