using Patterns.Core;

namespace Patterns.Leaderboards.Trending;

/// <summary>The bounds of <see cref="TrendingBoardsOptions"/>.</summary>
internal sealed class TrendingBoardsOptionsValidator : RedisBoardOptionsValidator<TrendingBoardsOptions>
{
    protected override void Check(TrendingBoardsOptions options, OptionsFailures failures)
    {
        base.Check(options, failures);
        failures.RequireWithin(
            options.HalfLife,
            TimeSpan.FromSeconds(1),
            TimeSpan.FromDays(366),
            "1 hour suits news, 1 day suits products");
        failures.RequireWithin(options.Capacity, 10, 10_000_000, "10,000 keeps the first hundred steady");
    }
}
