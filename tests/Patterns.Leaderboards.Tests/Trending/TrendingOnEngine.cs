using Patterns.Leaderboards.Trending;

namespace Patterns.Leaderboards.Tests.Trending;

/// <summary>The same cases on the embedded engine, and decay, for which its clock is moved.</summary>
public sealed class TrendingOnEngine(EmbeddedEngine server) : TrendingCases(server), IClassFixture<EmbeddedEngine>
{
    [Theory]
    [InlineData(1)]
    [InlineData(3600)]
    [InlineData(86_400)]
    public async Task Weights_are_those_of_the_closed_form(int halfLifeInSeconds)
    {
        TimeSpan halfLife = TimeSpan.FromSeconds(halfLifeInSeconds);
        RedisTrendingBoards boards = await CreateTrendingAsync(options => options.HalfLife = halfLife);
        var random = new Random(2);
        List<(int Member, DateTimeOffset At, double Weight)> hits = [];
        for (int hit = 0; hit < 400; hit++)
        {
            (int member, double weight) = (random.Next(20), random.NextDouble() * 5);
            hits.Add((member, Clock.GetUtcNow(), weight));
            double now = await boards.HitAsync("b", member, weight, Cancellation);
            AssertClose(WeightOf(member), now);
            await Clock.AdvanceAsync(halfLife * Math.Round(random.NextDouble() * 0.2, 3), Cancellation);
        }

        // Nobody hits any more; all fade alike, and the order stays.
        IReadOnlyList<TrendingEntry> last = await boards.TopAsync("b", 20, Cancellation);
        await Clock.AdvanceAsync(30 * halfLife, Cancellation);
        IReadOnlyList<TrendingEntry> faded = await boards.TopAsync("b", 20, Cancellation);
        Assert.Equal(last.Select(entry => entry.Member), faded.Select(entry => entry.Member));
        Assert.All(faded, entry => AssertClose(WeightOf((int)entry.Member), entry.Weight));
        Assert.Equal(faded.OrderByDescending(entry => entry.Weight), faded);

        double WeightOf(int member) => hits
            .Where(hit => hit.Member == member)
            .Sum(hit => hit.Weight * Math.Pow(2, -((Clock.GetUtcNow() - hit.At) / halfLife)));

        static void AssertClose(double expected, double actual)
            => Assert.InRange(actual, expected * (1 - 1e-5), expected * (1 + 1e-5));
    }

    [Fact]
    public async Task A_late_hit_beats_many_early_ones()
    {
        RedisTrendingBoards boards = await CreateTrendingAsync();
        await boards.HitAsync("c", "old", 1000, Cancellation);
        await Clock.AdvanceAsync(TimeSpan.FromHours(10), Cancellation);
        await boards.HitAsync("c", "new", 1, Cancellation);
        Assert.Equal("new", (await boards.TopAsync("c", 1, Cancellation))[0].Member);
    }

    [Fact]
    public async Task A_board_that_nobody_hits_ends()
    {
        RedisTrendingBoards boards = await CreateTrendingAsync();
        await boards.HitAsync("d", "ada", 1, Cancellation);
        await Clock.AdvanceAsync(TimeSpan.FromHours(64) - TimeSpan.FromMilliseconds(1), Cancellation);
        Assert.Single(await boards.TopAsync("d", 1, Cancellation));
        await Clock.AdvanceAsync(TimeSpan.FromMilliseconds(2), Cancellation);
        Assert.Empty(await boards.TopAsync("d", 1, Cancellation));
    }
}
