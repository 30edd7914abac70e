using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;
using Patterns.Caching.Strategies;
using Patterns.Caching.Strategies.ReadThrough;
using Patterns.Caching.Strategies.RefreshAhead;
using Patterns.Caching.Strategies.WriteThrough;
using Patterns.Caching.Tests.Support;

namespace Patterns.Caching.Tests.Snippets;

/// <summary>The code of the pages about strategies and adapters, which runs as it stands there.</summary>
public sealed class StrategySnippets(EmbeddedEngine server) : CacheCases(server), IClassFixture<EmbeddedEngine>
{
    [Fact]
    public async Task Read_through()
    {
        RedisCache cache = await CreateAsync();
        var table = new ProductTable();
        CancellationToken cancellationToken = Cancellation;

        #region read-through
        var products = new ReadThroughCache<int, Product>(
            cache,
            new ProductLoader(table),
            new ReadThroughOptions<int, Product> { NameOf = id => $"product:{id}", Tags = ["products"] });

        Product? kettle = await products.GetAsync(7, cancellationToken);
        IReadOnlyDictionary<int, Product> some = await products.GetManyAsync([7, 8, 9], cancellationToken);
        #endregion

        Assert.Equal(7, kettle?.Id);
        Assert.Equal(3, some.Count);
        Assert.Equal(2, table.Queries);
    }

    [Fact]
    public async Task Write_through()
    {
        RedisCache cache = await CreateAsync();
        var store = new MemoryStore();
        CancellationToken cancellationToken = Cancellation;

        #region write-through
        var names = new WriteThroughCache<int, string>(cache, store);

        WriteThroughOutcome outcome = await names.SetAsync(7, "kettle", cancellationToken);
        string? name = await names.GetAsync(7, cancellationToken);
        await names.DeleteAsync(7, cancellationToken);
        #endregion

        Assert.Equal((WriteThroughOutcome.Cached, "kettle"), (outcome, name));
    }

    [Fact]
    public async Task Refresh_ahead()
    {
        RedisCache cache = await CreateAsync();
        var table = new ProductTable();
        CancellationToken cancellationToken = Cancellation;

        #region refresh-ahead
        await using var products = new RefreshAheadCache<int, Product>(
            cache,
            new ProductLoader(table),
            new RefreshAheadOptions { TimeToLive = TimeSpan.FromMinutes(10), RefreshAfter = 0.7 },
            id => $"product:{id}");

        products.KeepWarm(7);
        Product? kettle = await products.GetAsync(7, cancellationToken);
        #endregion

        Assert.Equal(7, kettle?.Id);
    }

    [Fact]
    public void Adapters()
    {
        var services = new ServiceCollection();

        #region adapters
        services.AddRedisDistributedCache(options => options.KeyPrefix = "shop:sessions");
        services.AddRedisHybridCache(options =>
        {
            options.KeyPrefix = "shop:hybrid";
            options.TimeToLive = TimeSpan.FromMinutes(10);
        });
        #endregion

        Assert.Contains(services, service => service.ServiceType == typeof(IDistributedCache));
        Assert.Contains(services, service => service.ServiceType == typeof(HybridCache));
    }

    private sealed record Product(int Id);

    private sealed class ProductTable
    {
        public int Queries { get; private set; }

        public ValueTask<Product?> FindAsync(int id, CancellationToken cancellationToken)
        {
            Queries++;
            return ValueTask.FromResult<Product?>(new Product(id));
        }

        public ValueTask<IReadOnlyDictionary<int, Product>> FindManyAsync(
            IReadOnlyList<int> ids, CancellationToken cancellationToken)
        {
            Queries++;
            return ValueTask.FromResult<IReadOnlyDictionary<int, Product>>(
                ids.ToDictionary(id => id, id => new Product(id)));
        }
    }

    #region loader
    private sealed class ProductLoader(ProductTable table) : ICacheLoader<int, Product>
    {
        public ValueTask<Product?> LoadAsync(int id, CancellationToken cancellationToken)
            => table.FindAsync(id, cancellationToken);

        // One query for all that are missing; without this they are loaded one after the other.
        public ValueTask<IReadOnlyDictionary<int, Product>> LoadManyAsync(
            IReadOnlyList<int> ids, CancellationToken cancellationToken)
            => table.FindManyAsync(ids, cancellationToken);
    }
    #endregion
}
