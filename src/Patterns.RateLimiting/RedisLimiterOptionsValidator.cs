using Microsoft.Extensions.Options;
using Patterns.Core;

namespace Patterns.RateLimiting;

/// <summary>The bounds of a limiter's options, which know them.</summary>
/// <typeparam name="TOptions">The options.</typeparam>
internal sealed class RedisLimiterOptionsValidator<TOptions> : OptionsValidator<TOptions>
    where TOptions : RedisLimiterOptions
{
    public static RedisLimiterOptionsValidator<TOptions> Instance { get; } = new();

    /// <summary>Refuses options that a limiter with this key prefix cannot change to.</summary>
    /// <exception cref="OptionsValidationException">An option is out of bounds.</exception>
    /// <exception cref="ArgumentException">The options have another key prefix.</exception>
    public void ThrowIfNoChangeOf(string keyPrefix, TOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ThrowIfInvalid(options);
        if (options.KeyPrefix != keyPrefix)
        {
            throw new ArgumentException(
                $"The key prefix '{options.KeyPrefix}' is not the limiter's '{keyPrefix}': another prefix would begin "
                + "to count anew, so create another limiter.",
                nameof(options));
        }
    }

    protected override void Check(TOptions options, OptionsFailures failures) => options.Check(failures);
}
