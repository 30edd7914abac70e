using Tour.Servers;

namespace Tour.Tests.Chapters.Leaderboard;

public sealed class LeaderboardOnEngineTests : LeaderboardChapterCases
{
    internal override Task<TourServer> ConnectAsync() => TourServer.StartEmbeddedAsync();
}
