using System.Text.Json;
using Microsoft.Extensions.Caching.Memory;
using Patterns.Caching.Local;
using Patterns.RateLimiting.Benchmarks;
using StackExchange.Redis;

namespace Patterns.Caching.Benchmarks;

/// <summary>The cache's operations beside the client's own commands, and the framework's cache in memory.</summary>
internal sealed class CachePairs(IDatabase database)
{
    private const int Bulk = 100;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _lifetime = TimeSpan.FromMinutes(10);

    private long _next;

    public async Task<IReadOnlyList<Pair>> CreateAsync()
    {
        RedisCache cache = Create("bench", local: false);
        string[] many = [.. Enumerable.Range(0, Bulk).Select(i => $"many{i}")];
        foreach (string key in many)
        {
            await cache.SetAsync(key, Article.Sample);
            await database.StringSetAsync(
                $"bare:{key}", JsonSerializer.SerializeToUtf8Bytes(Article.Sample), _lifetime);
        }

        return
        [
            await LocalHitAsync(),
            Hit(cache, "hit in Redis", many[..1], callers: 1),
            Miss(cache, callers: 1),
            Hit(cache, "hits in Redis, a key for each caller", many[..64], callers: 64),
            Hit(cache, "hits in Redis, one key for all", many[..1], callers: 64),
            Miss(cache, callers: 64),
            Many(cache, many),
        ];
    }

    private static Pair Of(
        string name, string beside, int callers, Func<ValueTask> ours, Func<ValueTask> theirs)
        => new(name, beside, callers, callers == 1 ? 4_000 : 32_000, ours, theirs);

    private async Task<Pair> LocalHitAsync()
    {
        RedisCache cache = Create("local", local: true);
        var memory = new MemoryCache(new MemoryCacheOptions());
        memory.Set("hit", Article.Sample, _lifetime);
        while (!(await cache.TryGetAsync<Article>("hit")).HasValue || cache.Local!.Count == 0)
        {
            // The level opens when the process has heard its own heartbeat.
            await cache.SetAsync("hit", Article.Sample);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        return new Pair(
            "hit in the process",
            "`MemoryCache.TryGetValue`",
            1,
            1_000_000,
            () => Complete(cache.GetOrSetAsync("hit", 0, static (_, _, _) => ValueTask.FromResult(Article.Sample))),
            () => memory.TryGetValue("hit", out Article? _)
                ? default
                : throw new InvalidOperationException("It is gone."));

        static ValueTask Complete(ValueTask<Article> read)
            => read.IsCompletedSuccessfully && read.Result is not null ? default : new ValueTask(read.AsTask());
    }

    private Pair Hit(RedisCache cache, string name, string[] keys, int callers)
    {
        RedisKey[] bare = [.. keys.Select(key => (RedisKey)$"bare:{key}")];
        return Of(
            name,
            "GET and PTTL together, and the JSON",
            callers,
            async () => await cache.GetOrSetAsync(
                keys[Next()], 0, static (_, _, _) => ValueTask.FromResult(Article.Sample)),
            async () =>
            {
                RedisKey key = bare[Next()];
                Task<Lease<byte>?> get = database.StringGetLeaseAsync(key);
                Task<TimeSpan?> expiry = database.KeyTimeToLiveAsync(key);
                await expiry;
                using Lease<byte>? bytes = await get;
                JsonSerializer.Deserialize(bytes!.Span, ArticleJson.Default.Article);
            });

        int Next() => (int)(Interlocked.Increment(ref _next) % keys.Length);
    }

    private Pair Miss(RedisCache cache, int callers) => Of(
        "protected miss",
        "GET, then SET with an expiry",
        callers,
        async () => await cache.GetOrSetAsync(
            $"miss{Interlocked.Increment(ref _next)}", 0, static (_, _, _) => ValueTask.FromResult(Article.Sample)),
        async () =>
        {
            RedisKey key = $"bare:miss{Interlocked.Increment(ref _next)}";
            using Lease<byte>? bytes = await database.StringGetLeaseAsync(key);
            await database.StringSetAsync(
                key, JsonSerializer.SerializeToUtf8Bytes(Article.Sample, ArticleJson.Default.Article), _lifetime);
        });

    private Pair Many(RedisCache cache, string[] keys)
    {
        RedisKey[] bare = [.. keys.Select(key => (RedisKey)$"bare:{key}")];
        return new Pair(
            $"{Bulk} hits in one call",
            "MGET and the JSON",
            1,
            500,
            async () => await cache.GetOrSetManyAsync<Article>(keys, static (_, _, _) => default),
            async () =>
            {
                foreach (RedisValue value in await database.StringGetAsync(bare))
                {
                    JsonSerializer.Deserialize(((ReadOnlyMemory<byte>)value).Span, ArticleJson.Default.Article);
                }
            });
    }

    private RedisCache Create(string prefix, bool local) => new(database, new RedisCacheOptions
    {
        KeyPrefix = prefix,
        TimeToLive = _lifetime,
        RedisTimeout = _patience,
        Serializer = new JsonCacheSerializer(ArticleJson.Default),
        Local = local ? new LocalLevelOptions { TimeToLive = _lifetime } : null,
    });
}
