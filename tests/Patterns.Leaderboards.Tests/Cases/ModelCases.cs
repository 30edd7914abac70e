using FsCheck;
using FsCheck.Fluent;
using Patterns.Leaderboards.Tests.Models;
using Patterns.Leaderboards.Tests.Support;
using Redis.Fixtures;

namespace Patterns.Leaderboards.Tests.Cases;

/// <summary>Random submissions with many ties, and removals: every rank of every kind is what a naive model
/// says.</summary>
public abstract class ModelCases(RecipeServer server) : LeaderboardCases(server)
{
    private static readonly TimeSpan _resolution = TimeSpan.FromMilliseconds(1);

    [Theory]
    [Trait("Category", "Soak")]
    [InlineData(LeaderboardOrder.HighestFirst, TieBreak.MemberName)]
    [InlineData(LeaderboardOrder.LowestFirst, TieBreak.MemberName)]
    [InlineData(LeaderboardOrder.HighestFirst, TieBreak.FirstToReach)]
    [InlineData(LeaderboardOrder.LowestFirst, TieBreak.FirstToReach)]
    public async Task Every_rank_is_that_of_a_naive_model(LeaderboardOrder order, TieBreak tieBreak)
    {
        RedisLeaderboards boards = await CreateAsync(options =>
        {
            options.Order = order;
            options.TieBreak = tieBreak;
            options.DenseRanks = true;
            options.MinScore = -1000;
            options.MaxScore = 1000;
            options.Ties.Resolution = _resolution;
        });
        await ServerTimeAsync();
        int run = 0;
        Gen<BoardStep[]> histories = Gen.ArrayOf(
            from mode in Gen.Elements<SubmitMode?>(SubmitMode.Best, SubmitMode.Set, SubmitMode.Increment, null)
            from member in Gen.Choose(0, 12)
            from score in Gen.Choose(-3, 3)
            select new BoardStep(mode, member, score));
        Prop.ForAll(Arb.From(histories), steps =>
        {
            var model = new BoardModel(order, tieBreak);
            RunAsync(boards, $"b{run++}", model, steps, tieBreak).GetAwaiter().GetResult();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Soak.Iterations(8, 300)).WithEndSize(60));
    }

    private async Task RunAsync(
        RedisLeaderboards boards, string board, BoardModel model, BoardStep[] steps, TieBreak tieBreak)
    {
        foreach (BoardStep step in steps)
        {
            string member = $"m{step.Member}";
            if (step.Mode is not { } mode)
            {
                Assert.Equal(model.Remove(member) ? 1 : 0, await boards.RemoveAsync(board, [member], Cancellation));
                continue;
            }

            if (tieBreak == TieBreak.FirstToReach)
            {
                await PassAsync();
            }

            LeaderboardEntry? before = Find(model, member);
            bool isChanged = model.Submit(member, step.Score, mode);
            LeaderboardStanding standing = Assert.Single(
                (await boards.SubmitAsync(board, member, step.Score, mode, cancellationToken: Cancellation)).Standings);
            LeaderboardEntry after = Find(model, member)!.Value;
            Assert.Equal(isChanged, standing.IsChanged);
            Assert.Equal((after.Rank, after.Score), (standing.Rank, standing.Score));
            Assert.Equal((before?.Rank, before?.Score), (standing.PreviousRank, standing.PreviousScore));
        }

        await CompareAsync(boards, board, model);
    }

    private static async Task CompareAsync(RedisLeaderboards boards, string board, BoardModel model)
    {
        foreach (RankKind kind in Enum.GetValues<RankKind>())
        {
            var view = new LeaderboardView { RankKind = kind };
            LeaderboardEntry[] expected = model.Rank(kind);
            Assert.Equal(expected, await boards.TopAsync(board, 100, view, Cancellation));
            Assert.Equal(expected.Skip(3).Take(3), await boards.PageAsync(board, 2, 3, view, Cancellation));
            Assert.Equal(
                expected.Where(entry => entry.Score is >= -1 and <= 2),
                await boards.RangeByScoreAsync(board, -1, 2, view: view, cancellationToken: Cancellation));
            Assert.Equal(
                expected,
                await boards.FriendsAsync(
                    board, [.. expected.Reverse().Select(entry => entry.Member)], view, Cancellation));
            for (int place = 0; place < expected.Length; place++)
            {
                Assert.Equal(
                    expected[Math.Max(0, place - 2)..Math.Min(expected.Length, place + 3)],
                    await boards.AroundAsync(board, expected[place].Member, 2, view, Cancellation));
            }
        }

        foreach (string member in model.Members)
        {
            double percentile = model.Percentile(member);
            Assert.Equal(percentile, await boards.PercentileAsync(board, member, null, Cancellation));
            Assert.Equal(
                Find(model, member)!.Value.Score,
                await boards.ScoreAtPercentileAsync(board, percentile, null, Cancellation));
        }
    }

    private static LeaderboardEntry? Find(BoardModel model, string member)
    {
        foreach (LeaderboardEntry entry in model.Rank(RankKind.Ordinal))
        {
            if (entry.Member == member)
            {
                return entry;
            }
        }

        return null;
    }

    private async Task PassAsync()
    {
        DateTimeOffset start = await ServerTimeAsync();
        await Clock.AdvanceAsync(2 * _resolution, Cancellation);
        await Eventually.TrueAsync(
            async () => await ServerTimeAsync() - start > _resolution, "the server's clock went on");
    }
}
