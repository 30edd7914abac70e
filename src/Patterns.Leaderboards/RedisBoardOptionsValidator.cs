using Patterns.Core;

namespace Patterns.Leaderboards;

/// <summary>The bounds of what all kinds of boards have in common.</summary>
/// <typeparam name="TOptions">The options of one kind.</typeparam>
internal abstract class RedisBoardOptionsValidator<TOptions> : OptionsValidator<TOptions>
    where TOptions : RedisBoardOptions
{
    protected override void Check(TOptions options, OptionsFailures failures)
    {
        failures.RequireKeyPrefix(options.KeyPrefix);
        failures.RequireWithin(
            options.RedisTimeout,
            TimeSpan.FromMilliseconds(1),
            TimeSpan.FromMinutes(1),
            "1 second suits a Redis in the same region");
        failures.RequireCircuit(options.RedisCircuit);
    }
}
