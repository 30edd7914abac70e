using Patterns.Leaderboards;
using Patterns.Leaderboards.Trending;
using StackExchange.Redis;

namespace GameBoard;

/// <summary>A game whose players collect points on levels: a board for today, for the week and of all time, and which
/// levels are played most now.</summary>
public sealed class Game
{
    private const string Points = "points";
    private const string Levels = "levels";

    private readonly RedisLeaderboards _boards;
    private readonly RedisTrendingBoards _trends;

    /// <summary>Creates the game.</summary>
    /// <param name="database">Where its boards are.</param>
    /// <param name="prefix">What its keys begin with.</param>
    public Game(IDatabase database, string prefix)
    {
        #region boards
        _boards = new RedisLeaderboards(database, new LeaderboardsOptions
        {
            KeyPrefix = prefix,
            Windows = [LeaderboardWindow.AllTime, LeaderboardWindow.Weekly, LeaderboardWindow.Daily],
            TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"),
            TieBreak = TieBreak.FirstToReach,
            MinScore = 0,
            MaxScore = 10_000_000,
            DenseRanks = true,
        });
        _trends = new RedisTrendingBoards(
            database, new TrendingBoardsOptions { KeyPrefix = $"{prefix}:trends", HalfLife = TimeSpan.FromHours(1) });
        #endregion
    }

    /// <summary>The boards, for who wants to look further.</summary>
    public ILeaderboards Boards => _boards;

    /// <summary>Everybody plays at once.</summary>
    /// <param name="players">How many players there are.</param>
    /// <param name="rounds">How many rounds they play together.</param>
    /// <param name="random">Decides who plays what, and wins how much.</param>
    public async Task PlayAsync(int players, int rounds, Random random)
    {
        var plays = Enumerable.Range(0, rounds)
            .Select(_ => (
                Player: $"player-{random.Next(players)}",
                Level: $"level-{Math.Min(random.Next(9), random.Next(9))}",
                Points: 10 * random.Next(1, 10)))
            .ToList();
        await Parallel.ForEachAsync(plays, async (play, token) =>
        {
            await _boards.SubmitAsync(
                Points, play.Player, play.Points, SubmitMode.Increment, $"Name of {play.Player}", token);
            await _trends.HitAsync(Levels, play.Level, cancellationToken: token);
        });
    }

    /// <summary>Shows what a player wants to see.</summary>
    /// <param name="player">The player.</param>
    /// <param name="output">Where to.</param>
    public async Task ShowAsync(string player, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        var week = new LeaderboardView
        {
            Window = LeaderboardWindow.Weekly,
            RankKind = RankKind.Dense,
            WithData = true,
        };
        LeaderboardPage top = await _boards.TopAsync(Points, 5, week);
        await WriteAsync(output, $"The best of {top.TotalCount} players this week", top);
        await WriteAsync(output, $"Around {player}", await _boards.AroundAsync(Points, player, 2, week));
        await WriteAsync(
            output, "Among friends", await _boards.FriendsAsync(Points, [player, "player-1", "player-2"], week));

        double percentile = await _boards.PercentileAsync(Points, player, week) ?? 0;
        double? tenth = await _boards.ScoreAtPercentileAsync(Points, 90, week);
        await output.WriteLineAsync(
            $"{player} is not worse than {percentile:F0} % of all; the best tenth begins at {tenth}.");
        await output.WriteLineAsync("Played most now:");
        foreach (TrendingEntry level in await _trends.TopAsync(Levels, 3))
        {
            await output.WriteLineAsync($"  {level.Rank}. {level.Member} ({level.Weight:F0})");
        }
    }

    /// <summary>Deletes the boards.</summary>
    public async Task EndAsync()
    {
        await _boards.DeleteAsync(Points);
        foreach (TrendingEntry level in await _trends.TopAsync(Levels, TrendingBoardsOptions.MaxCount))
        {
            await _trends.RemoveAsync(Levels, level.Member);
        }
    }

    private static async Task WriteAsync(TextWriter output, string title, IEnumerable<LeaderboardEntry> entries)
    {
        await output.WriteLineAsync($"{title}:");
        foreach (LeaderboardEntry entry in entries)
        {
            await output.WriteLineAsync($"  {entry.Rank}. {entry.Data} with {entry.Score} points");
        }
    }
}
