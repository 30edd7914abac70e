using Tour.Servers;

namespace Tour.Tests.Chapters.CacheAside;

public sealed class CacheAsideOnEngineTests : CacheAsideChapterCases
{
    internal override Task<TourServer> ConnectAsync() => TourServer.StartEmbeddedAsync();
}
