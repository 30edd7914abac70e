using Patterns.Core;

namespace Patterns.Leaderboards;

/// <summary>The bounds of <see cref="LeaderboardsOptions"/>.</summary>
internal sealed class LeaderboardsOptionsValidator : OptionsValidator<LeaderboardsOptions>
{
    protected override void Check(LeaderboardsOptions options, OptionsFailures failures)
    {
        failures.RequireKeyPrefix(options.KeyPrefix);
        failures.RequireDefined(options.Order);
        failures.RequireWithin(
            options.RedisTimeout,
            TimeSpan.FromMilliseconds(1),
            TimeSpan.FromMinutes(1),
            "1 second suits a Redis in the same region");
        failures.RequireCircuit(options.RedisCircuit);
    }
}
