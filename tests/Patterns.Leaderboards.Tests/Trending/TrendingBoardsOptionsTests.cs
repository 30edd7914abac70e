using Microsoft.Extensions.Options;
using Patterns.Leaderboards.Trending;

namespace Patterns.Leaderboards.Tests.Trending;

public sealed class TrendingBoardsOptionsTests
{
    private readonly TrendingBoardsOptionsValidator _validator = new();

    public static TheoryData<string, Action<TrendingBoardsOptions>> BadOptions => new()
    {
        { "KeyPrefix '' is empty", options => options.KeyPrefix = "" },
        { "HalfLife is 00:00:00,", options => options.HalfLife = TimeSpan.Zero },
        { "HalfLife is 400.00:00:00,", options => options.HalfLife = TimeSpan.FromDays(400) },
        { "Capacity is 9,", options => options.Capacity = 9 },
    };

    [Fact]
    public void Defaults_are_valid() => Assert.True(_validator.Validate(null, new TrendingBoardsOptions()).Succeeded);

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void A_bad_option_is_named_with_its_value(string sentence, Action<TrendingBoardsOptions> spoil)
    {
        var options = new TrendingBoardsOptions();
        spoil(options);
        ValidateOptionsResult result = _validator.Validate(null, options);
        Assert.StartsWith(
            $"TrendingBoardsOptions.{sentence}", Assert.Single(result.Failures!), StringComparison.Ordinal);
    }
}
