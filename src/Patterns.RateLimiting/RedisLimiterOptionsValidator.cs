using Patterns.Core;

namespace Patterns.RateLimiting;

/// <summary>The bounds of a limiter's options, which know them.</summary>
/// <typeparam name="TOptions">The options.</typeparam>
internal sealed class RedisLimiterOptionsValidator<TOptions> : OptionsValidator<TOptions>
    where TOptions : RedisLimiterOptions
{
    public static RedisLimiterOptionsValidator<TOptions> Instance { get; } = new();

    protected override void Check(TOptions options, OptionsFailures failures) => options.Check(failures);
}
