using System.Collections.Concurrent;
using Patterns.Leaderboards.Tests.Support;

namespace Patterns.Leaderboards.Tests.Cases;

/// <summary>Many writers at once.</summary>
public abstract class ConcurrencyCases(RecipeServer server) : LeaderboardCases(server)
{
    private const string Board = "b";
    private const int Writers = 32;

    [Fact]
    public async Task Increments_of_many_writers_all_count_in_every_window()
    {
        LeaderboardWindow[] windows = [LeaderboardWindow.AllTime, LeaderboardWindow.Yearly, LeaderboardWindow.Monthly];
        RedisLeaderboards boards = await CreateAsync(options =>
        {
            options.Windows = windows;
            options.DenseRanks = true;
        });
        var periods = new ConcurrentBag<LeaderboardPeriod>();
        long[] sums = await Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
        {
            var random = new Random(writer);
            long sum = 0;
            for (int step = 0; step < 40; step++)
            {
                int score = random.Next(1, 5);
                sum += score;
                LeaderboardSubmission submission = await boards.SubmitAsync(
                    Board, $"m{random.Next(20)}", score, SubmitMode.Increment, cancellationToken: Cancellation);
                foreach (LeaderboardStanding standing in submission.Standings)
                {
                    periods.Add(standing.Period);
                }
            }

            return sum;
        }));

        // A year may end while a test runs, so the periods are those that the submissions counted in.
        foreach (LeaderboardWindow window in windows)
        {
            double sum = 0;
            foreach (LeaderboardPeriod period in periods.Distinct().Where(period => period.Window == window))
            {
                var view = new LeaderboardView { Period = period, RankKind = RankKind.Dense };
                LeaderboardPage page = await boards.TopAsync(Board, 100, view, Cancellation);
                Assert.Equal(page.Select(entry => entry.Score).Distinct().Count(), page[^1].Rank);
                sum += page.Sum(entry => entry.Score);
            }

            Assert.Equal(sums.Sum(), sum);
        }
    }

    [Fact]
    public async Task A_page_read_among_writers_is_consistent_in_itself()
    {
        RedisLeaderboards boards = await CreateAsync(options => options.DenseRanks = true);
        await boards.SubmitBatchAsync(
            Board,
            Enumerable.Range(0, 30).Select(number => new LeaderboardScore($"m{number}", number / 3)),
            cancellationToken: Cancellation);
        using var ended = new CancellationTokenSource();
        Task[] writers = [.. Enumerable.Range(0, Writers).Select(async writer =>
        {
            var random = new Random(writer);
            while (!ended.IsCancellationRequested)
            {
                await boards.SubmitAsync(
                    Board, $"m{random.Next(30)}", random.Next(10), SubmitMode.Set, cancellationToken: Cancellation);
            }
        })];

        for (int read = 0; read < 200; read++)
        {
            var view = new LeaderboardView { RankKind = (RankKind)(read % 4) };
            LeaderboardPage all = await boards.TopAsync(Board, 100, view, Cancellation);
            Assert.Equal(30, all.Count);
            Assert.Equal(30, all.Select(entry => entry.Member.ToString()).Distinct().Count());
            Assert.Equal(all.Select(entry => entry.Score).OrderDescending(), all.Select(entry => entry.Score));
            AssertRanks(all, view.RankKind);
            LeaderboardPage around = await boards.AroundAsync(Board, "m7", 2, null, Cancellation);
            Assert.Contains(around, entry => entry.Member == "m7");
        }

        await ended.CancelAsync();
        await Task.WhenAll(writers);
    }

    private static void AssertRanks(LeaderboardPage all, RankKind kind)
    {
        for (int place = 0; place < all.Count; place++)
        {
            double score = all[place].Score;
            long expected = kind switch
            {
                RankKind.Ordinal => place + 1,
                RankKind.Competition => 1 + all.Count(entry => entry.Score > score),
                RankKind.Modified => all.Count(entry => entry.Score >= score),
                _ => 1 + all.Where(entry => entry.Score > score).Select(entry => entry.Score).Distinct().Count(),
            };
            Assert.Equal(expected, all[place].Rank);
        }
    }
}
