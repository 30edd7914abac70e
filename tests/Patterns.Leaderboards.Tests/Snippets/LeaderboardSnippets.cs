using Microsoft.Extensions.DependencyInjection;
using Patterns.Core.Resilience;
using Patterns.Fixtures;
using Patterns.Leaderboards.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Leaderboards.Tests.Snippets;

/// <summary>The code of docs/leaderboards/leaderboard.md, which runs as it stands there.</summary>
public sealed class LeaderboardSnippets(RealRedis server) : LeaderboardCases(server), IClassFixture<RealRedis>
{
    [Fact]
    public void Register()
    {
        var services = new ServiceCollection();

        #region register
        services.AddSingleton<IConnectionMultiplexer>(
            _ => ConnectionMultiplexer.Connect("localhost:6379,abortConnect=false"));
        services.AddLeaderboards(options => options.KeyPrefix = "game");

        // Lap times are better the lower they are. Resolve it with [FromKeyedServices("laps")].
        services.AddLeaderboards("laps", options => options.Order = LeaderboardOrder.LowestFirst);
        #endregion

        Assert.Equal(2, services.Count(service => service.ServiceType == typeof(ILeaderboards)));
    }

    [Fact]
    public async Task Submit_and_read()
    {
        IDatabase database = await DatabaseAsync();
        CancellationToken cancellationToken = Cancellation;
        string prefix = Prefix;

        #region use
        var boards = new RedisLeaderboards(database, new LeaderboardsOptions { KeyPrefix = prefix });

        await boards.SetAsync("elo", "ada", 1630, cancellationToken);              // whatever it was
        bool isBest = await boards.SubmitBestAsync("level-1", "ada", 4200, cancellationToken);
        double coins = await boards.IncrementAsync("coins", "ada", 25, cancellationToken);

        IReadOnlyList<LeaderboardEntry> top = await boards.GetTopAsync("level-1", 10, cancellationToken);
        long? rank = await boards.GetRankAsync("level-1", "ada", cancellationToken);
        IReadOnlyList<LeaderboardEntry> near = await boards.GetAroundAsync("level-1", "ada", 2, cancellationToken);
        #endregion

        Assert.True(isBest);
        Assert.Equal(25, coins);
        Assert.Equal(["1 ada 4200"], Show(top));
        Assert.Equal(1, rank);
        Assert.Equal(top, near);
    }

    [Fact]
    public async Task Handle_an_unknown_outcome()
    {
        RedisLeaderboards boards = await CreateAsync();
        CancellationToken cancellationToken = Cancellation;

        #region unknown
        try
        {
            await boards.IncrementAsync("coins", "ada", 25, cancellationToken);
        }
        catch (LeaderboardUnavailableException failure) when (!failure.IsOutcomeUnknown)
        {
            await boards.IncrementAsync("coins", "ada", 25, cancellationToken);    // surely not counted: safe to repeat
        }
        #endregion

        Assert.True(new LeaderboardUnavailableException("", RedisFailure.Timeout, null).IsOutcomeUnknown);
        Assert.False(new LeaderboardUnavailableException("", RedisFailure.ServerError, null).IsOutcomeUnknown);
        Assert.Equal(25, await boards.GetScoreAsync("coins", "ada", cancellationToken));
    }
}
