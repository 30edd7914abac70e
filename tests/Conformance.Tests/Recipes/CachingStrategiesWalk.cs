using Patterns.Caching;
using Patterns.Caching.Strategies;
using Patterns.Caching.Strategies.ReadThrough;
using Patterns.Caching.Strategies.RefreshAhead;
using Patterns.Caching.Strategies.WriteThrough;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Conformance.Tests.Recipes;

internal sealed class CachingStrategiesWalk : IRecipeWalk
{
    private static readonly int[] OneKey = [1];
    private static readonly int[] TwoKeys = [1, 2];

    public async Task WalkAsync(ConnectionMultiplexer connection, string hashTag, CalledOperations called)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        var redis = new RedisCache(connection.GetDatabase(), new RedisCacheOptions
        {
            KeyPrefix = SingleRedis.NewKeyPrefix(),
            RedisTimeout = IRecipeWalk.Patience,
            FailureMode = CacheFailureMode.Throw,
        });
        ICacheStore<int, string> store = new Rows();
        ICacheLoader<int, string> loader = new RowsByOne();
        await called.RunAsync(() => store.WriteAsync(1, "one", token));
        await called.RunAsync(() => store.DeleteAsync(1, token));
        await called.RunAsync(() => loader.LoadAsync(1, token));
        await called.RunAsync(() => loader.LoadManyAsync(OneKey, token));
        var named = new ReadThroughOptions<int, string> { NameOf = key => $"{hashTag}:{key}" };

        var readThrough = new ReadThroughCache<int, string>(redis, store, named);
        Assert.Null(await called.RunAsync(() => readThrough.GetAsync(1, token)));
        Assert.Empty(await called.RunAsync(() => readThrough.GetManyAsync(TwoKeys, token)));
        Assert.Equal(CacheWriteResult.Confirmed, await called.RunAsync(() => readThrough.RemoveAsync(1, token)));

        var writeThrough = new WriteThroughCache<int, string>(redis, store, named);
        Assert.Equal(WriteThroughOutcome.Cached, await called.RunAsync(() => writeThrough.SetAsync(1, "one", token)));
        Assert.Equal("one", await called.RunAsync(() => writeThrough.GetAsync(1, token)));
        Assert.Single(await called.RunAsync(() => writeThrough.GetManyAsync(TwoKeys, token)));
        Assert.Equal(WriteThroughOutcome.Cached, await called.RunAsync(() => writeThrough.DeleteAsync(1, token)));
        Assert.Equal(CacheWriteResult.Confirmed, await called.RunAsync(() => writeThrough.RemoveAsync(1, token)));

        var refreshAhead = new RefreshAheadCache<int, string>(redis, store, new RefreshAheadOptions(), named.NameOf);
        Assert.Null(await called.RunAsync(() => refreshAhead.GetAsync(1, token)));
        Assert.Empty(await called.RunAsync(() => refreshAhead.GetManyAsync(TwoKeys, token)));
        Assert.Equal(CacheWriteResult.Confirmed, await called.RunAsync(() => refreshAhead.RemoveAsync(1, token)));
        await called.RunAsync(() => refreshAhead.DisposeAsync());
    }

    private sealed class Rows : ICacheStore<int, string>
    {
        private readonly Dictionary<int, string> _rows = [];

        public ValueTask<string?> LoadAsync(int key, CancellationToken cancellationToken)
            => ValueTask.FromResult(_rows.GetValueOrDefault(key));

        public ValueTask WriteAsync(int key, string value, CancellationToken cancellationToken)
        {
            _rows[key] = value;
            return ValueTask.CompletedTask;
        }

        public ValueTask DeleteAsync(int key, CancellationToken cancellationToken)
        {
            _rows.Remove(key);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class RowsByOne : ICacheLoader<int, string>
    {
        public ValueTask<string?> LoadAsync(int key, CancellationToken cancellationToken)
            => ValueTask.FromResult<string?>("one");
    }
}
