using Patterns.Leaderboards.Tests.Support;
using Patterns.Leaderboards.Trending;

namespace Patterns.Leaderboards.Tests.Trending;

/// <summary>Trending boards, on a server with any clock.</summary>
public abstract class TrendingCases(RecipeServer server) : LeaderboardCases(server)
{
    [Fact]
    public async Task What_weighs_most_stands_first()
    {
        RedisTrendingBoards boards = await CreateTrendingAsync(options => options.HalfLife = TimeSpan.FromDays(366));
        Assert.Equal(1, await boards.HitAsync("b", "ada", cancellationToken: Cancellation), 6);
        Assert.Equal(3.5, await boards.HitAsync("b", "bea", 3.5, Cancellation), 6);
        Assert.Equal(3, await boards.HitAsync("b", "ada", 2, Cancellation), 6);
        Assert.Equal(1e15, await boards.HitAsync("b", "huge", 1e15, Cancellation), 1e9);
        Assert.Equal(1e-9, await boards.HitAsync("b", "tiny", 1e-9, Cancellation), 15);

        IReadOnlyList<TrendingEntry> top = await boards.TopAsync("b", 10, Cancellation);

        Assert.Equal(["huge", "bea", "ada", "tiny"], top.Select(entry => entry.Member.ToString()));
        Assert.Equal([1, 2, 3, 4], top.Select(entry => entry.Rank));
        Assert.Equal(3.5, top[1].Weight, 6);
        TrendingEntry ada = (await boards.FindAsync("b", "ada", Cancellation))!.Value;
        Assert.Equal((3, 3.0), (ada.Rank, Math.Round(ada.Weight, 6)));
        Assert.Null(await boards.FindAsync("b", "zoe", Cancellation));
        Assert.Single(await boards.TopAsync("b", 1, Cancellation));
        Assert.Empty(await boards.TopAsync("none", 5, Cancellation));
        Assert.True(await boards.RemoveAsync("b", "ada", Cancellation));
        Assert.False(await boards.RemoveAsync("b", "ada", Cancellation));
    }

    [Fact]
    public async Task Concurrent_hits_all_count()
    {
        RedisTrendingBoards boards = await CreateTrendingAsync(options => options.HalfLife = TimeSpan.FromDays(366));
        await Task.WhenAll(Enumerable.Range(0, 300).Select(
            _ => boards.HitAsync("b", "ada", cancellationToken: Cancellation).AsTask()));
        Assert.Equal(300, (await boards.TopAsync("b", 1, Cancellation))[0].Weight, 3);
    }

    [Fact]
    public async Task A_board_keeps_no_more_than_a_quarter_above_its_capacity()
    {
        RedisTrendingBoards boards = await CreateTrendingAsync(options => options.Capacity = 40);
        for (int member = 1; member <= 200; member++)
        {
            await boards.HitAsync("b", member, member, Cancellation);
            Assert.InRange(
                await (await DatabaseAsync()).SortedSetLengthAsync($"{Prefix}:1:b"), Math.Min(member, 40), 50);
        }

        Assert.Equal(
            Enumerable.Range(161, 40).Reverse(),
            (await boards.TopAsync("b", 40, Cancellation)).Select(entry => (int)entry.Member));
    }

    [Fact]
    public async Task Every_operation_is_one_round_trip_and_every_board_has_an_expiry()
    {
        RedisTrendingBoards boards = await CreateTrendingAsync();
        await RunAsync();
        CommandLog log = await LogCommandsAsync();
        await RunAsync();
        Assert.Equal("EVALSHA EVALSHA EVALSHA", log.Take());
        TimeSpan? left = await (await DatabaseAsync()).KeyTimeToLiveAsync($"{Prefix}:1:b");
        Assert.InRange(left!.Value, TimeSpan.FromHours(63), TimeSpan.FromHours(64.1));

        async Task RunAsync()
        {
            await boards.HitAsync("b", "ada", 1, Cancellation);
            await boards.TopAsync("b", 10, Cancellation);
            await boards.FindAsync("b", "ada", Cancellation);
        }
    }

    [Fact]
    public async Task Bad_input_is_refused()
    {
        RedisTrendingBoards boards = await CreateTrendingAsync();
        foreach (double weight in new[] { 0, -1, double.NaN, double.PositiveInfinity, 1e16 })
        {
            await RefusedAsync(boards.HitAsync("b", "ada", weight, Cancellation), "weight is");
        }

        await RefusedAsync(boards.HitAsync("b", "", 1, Cancellation), "A member is null or empty");
        await RefusedAsync(boards.TopAsync("b", 0, Cancellation), "count is 0");
        await Assert.ThrowsAsync<ArgumentException>(async () => await boards.TopAsync("", 1, Cancellation));
    }

    protected async Task<RedisTrendingBoards> CreateTrendingAsync(Action<TrendingBoardsOptions>? configure = null)
    {
        var options = new TrendingBoardsOptions { KeyPrefix = Prefix };
        configure?.Invoke(options);
        return new RedisTrendingBoards(await DatabaseAsync(), options, timeProvider: Clock);
    }
}
