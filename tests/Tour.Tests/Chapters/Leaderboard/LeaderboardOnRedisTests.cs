using Tour.Servers;
using Tour.Tests.Servers;

namespace Tour.Tests.Chapters.Leaderboard;

public sealed class LeaderboardOnRedisTests(RedisForTour redis) : LeaderboardChapterCases, IClassFixture<RedisForTour>
{
    internal override Task<TourServer> ConnectAsync() => redis.ConnectAsync();
}
