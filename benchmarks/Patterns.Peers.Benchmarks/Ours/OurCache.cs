using Patterns.Caching;
using Patterns.Caching.Benchmarks;
using Patterns.Peers.Benchmarks.Contests;
using StackExchange.Redis;

namespace Patterns.Peers.Benchmarks.Ours;

internal sealed class OurCache(IDatabase database, RedisCacheOptions options) : ICacheUnderTest
{
    private readonly RedisCache _cache = new(database, options);

    public ValueTask<Article> GetOrSetAsync(string key, Func<CancellationToken, Task<Article>> load)
        => _cache.GetOrSetAsync(key, load, static async (load, _, token) => await load(token));

    public ValueTask DisposeAsync() => _cache.DisposeAsync();
}
