using Patterns.Caching.Benchmarks;

namespace Patterns.Peers.Benchmarks.Contests;

/// <summary>The cache of one process.</summary>
internal interface ICacheUnderTest : IAsyncDisposable
{
    ValueTask<Article> GetOrSetAsync(string key, Func<CancellationToken, Task<Article>> load);
}
