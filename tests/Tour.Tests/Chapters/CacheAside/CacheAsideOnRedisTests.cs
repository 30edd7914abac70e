using Tour.Servers;
using Tour.Tests.Servers;

namespace Tour.Tests.Chapters.CacheAside;

public sealed class CacheAsideOnRedisTests(RedisForTour redis) : CacheAsideChapterCases, IClassFixture<RedisForTour>
{
    internal override Task<TourServer> ConnectAsync() => redis.ConnectAsync();
}
