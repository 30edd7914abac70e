using Microsoft.Extensions.Options;

namespace Patterns.Leaderboards.Tests;

public sealed class LeaderboardsOptionsTests
{
    private readonly LeaderboardsOptionsValidator _validator = new();

    public static TheoryData<string, Action<LeaderboardsOptions>> BadOptions => new()
    {
        { "LeaderboardsOptions.KeyPrefix 'a b' contains", options => options.KeyPrefix = "a b" },
        { "LeaderboardsOptions.Order is 7,", options => options.Order = (LeaderboardOrder)7 },
        { "LeaderboardsOptions.RedisTimeout is 00:00:00,", options => options.RedisTimeout = TimeSpan.Zero },
        { "LeaderboardsOptions.RedisTimeout is 00:02:00,", options => options.RedisTimeout = TimeSpan.FromMinutes(2) },
        { "LeaderboardsOptions.RedisCircuit is null", options => options.RedisCircuit = null! },
        {
            "LeaderboardsOptions.RedisCircuit.FailureRatio is 2,",
            options => options.RedisCircuit.FailureRatio = 2
        },
    };

    [Fact]
    public void Defaults_are_valid() => Assert.True(_validator.Validate(null, new LeaderboardsOptions()).Succeeded);

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void A_bad_option_is_named_with_its_value(string sentence, Action<LeaderboardsOptions> spoil)
    {
        var options = new LeaderboardsOptions();
        spoil(options);
        ValidateOptionsResult result = _validator.Validate(null, options);
        Assert.StartsWith(sentence, Assert.Single(result.Failures!), StringComparison.Ordinal);
    }
}
