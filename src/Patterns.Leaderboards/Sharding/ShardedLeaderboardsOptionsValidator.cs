using Patterns.Core;

namespace Patterns.Leaderboards.Sharding;

/// <summary>The bounds of <see cref="ShardedLeaderboardsOptions"/>.</summary>
internal sealed class ShardedLeaderboardsOptionsValidator : RedisBoardOptionsValidator<ShardedLeaderboardsOptions>
{
    private const int MaxShards = 1_024;

    protected override void Check(ShardedLeaderboardsOptions options, OptionsFailures failures)
    {
        base.Check(options, failures);
        failures.RequireDefined(options.Order);
        failures.RequireWithin(options.Shards, 1, MaxShards, "a million members to a shard is a good size");
        failures.RequireWithin(
            options.PreviousShards ?? 1, 1, MaxShards, "null when nothing moves", "options.PreviousShards");
        failures.RequireWithin(options.SketchPoints, 2, 4_096, "256 keeps the error below 0.2 % of the members");
        failures.RequireWithin(
            options.SketchLifetime,
            TimeSpan.FromMilliseconds(100),
            TimeSpan.FromHours(1),
            "10 seconds suits most boards");
        failures.RequireWithin(
            options.ExactHead, 0, ShardedLeaderboardsOptions.MaxHead, "ranks below are estimated with a stated error");
    }
}
