using Patterns.Caching.Guards;
using Patterns.Caching.Strategies.ReadThrough;
using Patterns.Caching.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Caching.Tests.Snippets;

/// <summary>The code of docs/caching/penetration.md, which runs as it stands there.</summary>
public sealed class GuardSnippets(RealRedis server) : CacheCases(server), IClassFixture<RealRedis>
{
    [Fact]
    public async Task Guard_products()
    {
        IDatabase database = await DatabaseAsync();
        RedisCache cache = await CreateAsync();
        var store = new MemoryStore();
        CancellationToken cancellationToken = Cancellation;

        #region guard
        var guard = new BloomGuard(
            database, new BloomGuardOptions { KeyPrefix = "shop:products", ExpectedNames = 5_000_000 });
        var products = new ReadThroughCache<int, string>(
            cache, store, new ReadThroughOptions<int, string> { NameOf = id => $"product:{id}", Guard = guard });

        // Every day, and when the filter was lost: all names that exist, however many, in batches of 500.
        bool rebuilt = await guard.RebuildAsync(AllNamesAsync(), cancellationToken);

        // Before a product is created, so that no reader is told meanwhile that it does not exist.
        if (await guard.AddAsync("product:42", cancellationToken) == CacheWriteResult.Confirmed)
        {
            await store.WriteAsync(42, "kettle", cancellationToken);
        }
        #endregion

        Assert.True(rebuilt);
        Assert.Equal("kettle", await products.GetAsync(42, cancellationToken));
        Assert.Null(await products.GetAsync(43, cancellationToken));
        Assert.Equal(1, store.Loads);
    }

    private static async IAsyncEnumerable<string> AllNamesAsync()
    {
        await Task.CompletedTask;
        yield return "product:1";
    }
}
