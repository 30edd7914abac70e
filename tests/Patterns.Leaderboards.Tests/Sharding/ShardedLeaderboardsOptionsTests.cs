using Microsoft.Extensions.Options;
using Patterns.Leaderboards.Sharding;

namespace Patterns.Leaderboards.Tests.Sharding;

public sealed class ShardedLeaderboardsOptionsTests
{
    private readonly ShardedLeaderboardsOptionsValidator _validator = new();

    public static TheoryData<string, Action<ShardedLeaderboardsOptions>> BadOptions => new()
    {
        { "KeyPrefix '' is empty", options => options.KeyPrefix = "" },
        { "Order is 7,", options => options.Order = (LeaderboardOrder)7 },
        { "Shards is 0,", options => options.Shards = 0 },
        { "Shards is 1025,", options => options.Shards = 1025 },
        { "PreviousShards is 0,", options => options.PreviousShards = 0 },
        { "SketchPoints is 1,", options => options.SketchPoints = 1 },
        { "SketchLifetime is 00:00:00,", options => options.SketchLifetime = TimeSpan.Zero },
        { "ExactHead is 1001,", options => options.ExactHead = 1001 },
        { "RedisTimeout is 00:00:00,", options => options.RedisTimeout = TimeSpan.Zero },
    };

    [Fact]
    public void Defaults_are_valid()
        => Assert.True(_validator.Validate(null, new ShardedLeaderboardsOptions()).Succeeded);

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void A_bad_option_is_named_with_its_value(string sentence, Action<ShardedLeaderboardsOptions> spoil)
    {
        var options = new ShardedLeaderboardsOptions();
        spoil(options);
        ValidateOptionsResult result = _validator.Validate(null, options);
        Assert.StartsWith(
            $"ShardedLeaderboardsOptions.{sentence}", Assert.Single(result.Failures!), StringComparison.Ordinal);
    }
}
