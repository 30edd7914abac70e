using Patterns.Caching;
using Patterns.Caching.Strategies.WriteBehind;
using Redis.Fixtures;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Conformance.Tests.Recipes;

internal sealed class CachingWriteBehindWalk : IRecipeWalk
{
    private static readonly int[] Both = [1, 2];

    public async Task WalkAsync(ConnectionMultiplexer connection, string hashTag, CalledOperations called)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        var redis = new RedisCache(connection.GetDatabase(), new RedisCacheOptions
        {
            KeyPrefix = SingleRedis.NewKeyPrefix(),
            RedisTimeout = IRecipeWalk.Patience,
            FailureMode = CacheFailureMode.Throw,
        });

        var options = new WriteBehindOptions
        {
            Name = NamesOnPrimary.First(connection, hashTag, name => $"{name}:0"),
            Partitions = 1,
            FlushInterval = TimeSpan.FromMilliseconds(2),
            RetryDelay = TimeSpan.FromMilliseconds(1),
            MaxAttempts = 2,
        };
        var rows = new Rows();
        ICacheBatchStore<int, string> store = rows;
        var cache = new WriteBehindCache<int, string>(redis, store, options);
        PendingWrite<int, string>[] batch = [new(9, "nine", 1)];
        await called.RunAsync(() => store.WriteManyAsync(batch, token));

        Assert.Equal(WriteBehindOutcome.Accepted, await called.RunAsync(() => cache.SetAsync(1, "one", token)));
        Assert.Equal("one", await called.RunAsync(() => cache.GetAsync(1, token)));
        Assert.Equal(CacheWriteResult.Confirmed, await called.RunAsync(() => cache.RemoveAsync(1, token)));
        Assert.Single(await called.RunAsync(() => cache.GetManyAsync(Both, token)));
        Assert.Equal(WriteBehindOutcome.Accepted, await called.RunAsync(() => cache.DeleteAsync(2, token)));
        await cache.SetAsync(3, "bad", token);
        await cache.SetAsync(4, "bad", token);
        Assert.Equal(4, await called.RunAsync(() => cache.CountPendingAsync(token)));
        using var stop = new CancellationTokenSource();
        Task working = called.RunAsync(() => cache.RunAsync(stop.Token));
        await Poll.UntilAsync(
            async token => await cache.CountPendingAsync(token) == 0, "the source has the writes", token);
        await stop.CancelAsync();
        await working;

        Assert.Equal("one", rows[1]);
        DeadWrites<int, string> dead = cache.DeadWrites;
        DeadWrite<int, string>[] letters = [.. await called.RunAsync(() => dead.ListAsync(10, token))];
        Assert.Equal(2, letters.Length);
        Assert.True(await called.RunAsync(() => dead.ReplayAsync(letters[0], token)));
        Assert.True(await called.RunAsync(() => dead.DeleteAsync(letters[1], token)));
    }

    private sealed class Rows : ICacheBatchStore<int, string>
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<int, string> _rows = new();

        public string? this[int key] => _rows.GetValueOrDefault(key);

        public ValueTask<string?> LoadAsync(int key, CancellationToken cancellationToken)
            => ValueTask.FromResult<string?>(null);

        public ValueTask WriteManyAsync(
            IReadOnlyList<PendingWrite<int, string>> writes, CancellationToken cancellationToken)
        {
            if (writes.Any(write => write.Value == "bad"))
                throw new InvalidOperationException("Never.");
            foreach (PendingWrite<int, string> write in writes)
                _rows[write.Key] = write.Value ?? "";
            return ValueTask.CompletedTask;
        }
    }
}
