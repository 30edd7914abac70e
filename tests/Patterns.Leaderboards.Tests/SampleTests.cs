using GameBoard;
using Patterns.Leaderboards.Tests.Support;

namespace Patterns.Leaderboards.Tests;

/// <summary>The sample plays, shows what is true, and leaves nothing behind.</summary>
public sealed class SampleTests(EmbeddedEngine server) : LeaderboardCases(server), IClassFixture<EmbeddedEngine>
{
    [Fact]
    public async Task The_game_shows_ranks_neighbours_friends_and_trends()
    {
        var game = new Game(await DatabaseAsync(), Prefix);
        await game.PlayAsync(players: 20, rounds: 300, new Random(1));
        using var output = new StringWriter();

        await game.ShowAsync("player-7", output);

        LeaderboardPage top = await game.Boards.TopAsync(
            "points", 20, new() { Window = LeaderboardWindow.Weekly }, Cancellation);
        string[] lines = output.ToString().Split(Environment.NewLine);
        Assert.Equal("The best of 20 players this week:", lines[0]);
        Assert.Equal($"  1. Name of {top[0].Member} with {top[0].Score} points", lines[1]);
        Assert.Contains(lines, line => line.Contains("Name of player-7 with", StringComparison.Ordinal));
        Assert.Contains("Played most now:", lines);
        await game.EndAsync();
        Assert.Empty((await ConnectAsync()).GetServers()[0].Keys(pattern: $"{Prefix}*"));
    }
}
