using System.Text.Json.Serialization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Patterns.Caching.Health;
using Patterns.Caching.Tests.Support;
using Polly;
using Polly.Retry;
using StackExchange.Redis;

namespace Patterns.Caching.Tests.Snippets;

/// <summary>The code of docs/caching/cache-aside.md, which runs as it stands there.</summary>
public sealed class CacheAsideSnippets(EmbeddedEngine server) : CacheCases(server), IClassFixture<EmbeddedEngine>
{
    private readonly ProductTable _products = new();

    [Fact]
    public void Register()
    {
        var services = new ServiceCollection();

        #region register
        services.AddSingleton<IConnectionMultiplexer>(
            _ => ConnectionMultiplexer.Connect("localhost:6379,abortConnect=false"));
        services.AddRedisCache(options =>
        {
            options.KeyPrefix = "shop";
            options.TimeToLive = TimeSpan.FromMinutes(10);
        });

        // One cache per source: each has a circuit of its own. Resolve it with [FromKeyedServices("prices")].
        services.AddRedisCache("prices", options => options.SourceTimeout = TimeSpan.FromSeconds(2));
        #endregion

        Assert.Equal(2, services.Count(service => service.ServiceType == typeof(IRedisCache)));
    }

    [Fact]
    public async Task Configure_and_watch()
    {
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
            [
                new("Caches:Prices:TimeToLive", "00:10:00"),
                new("Caches:Prices:Local:MaxEntries", "50000"),
            ])
            .Build();
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton<IConnectionMultiplexer>(await ConnectAsync());

        #region configure
        // "Caches": { "Prices": { "TimeToLive": "00:10:00", "Local": { "MaxEntries": 50000 } } }
        services.Configure<RedisCacheOptions>("prices", configuration.GetSection("Caches:Prices"));
        services.AddRedisCache("prices");
        #endregion

        #region health
        services.AddHealthChecks().Add(new HealthCheckRegistration(
            "prices",
            provider => new RedisCacheHealthCheck(provider.GetRequiredKeyedService<IRedisCache>("prices")),
            failureStatus: null,
            tags: null));
        #endregion

        await using ServiceProvider provider = services.BuildServiceProvider();
        RedisCacheOptions options = provider.GetRequiredService<IOptionsMonitor<RedisCacheOptions>>().Get("prices");
        Assert.Equal(("cache:prices", TimeSpan.FromMinutes(10)), (options.KeyPrefix, options.TimeToLive));
        Assert.Equal(50_000, options.Local?.MaxEntries);
        HealthReport report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(Cancellation);
        Assert.Equal(HealthStatus.Healthy, report.Status);
    }

    [Fact]
    public async Task Create_read_and_change()
    {
        IDatabase database = await DatabaseAsync();

        #region create
        var cache = new RedisCache(database, new RedisCacheOptions { KeyPrefix = "shop" });
        #endregion

        var catalog = new Catalog(cache, _products);
        Assert.Equal("kettle", (await catalog.FindAsync(7, Cancellation))?.Name);
        Assert.Equal("kettle", (await catalog.FindAsync(7, Cancellation))?.Name);
        Assert.Equal(1, _products.Reads);

        Assert.True(await catalog.RenameAsync(7, "teapot", Cancellation));
        Assert.Equal("teapot", (await catalog.FindAsync(7, Cancellation))?.Name);
    }

    [Fact]
    public async Task Decide_in_the_factory()
    {
        RedisCache cache = await CreateAsync();
        CancellationToken cancellationToken = Cancellation;
        int id = 8;

        #region decide
        Product? product = await cache.GetOrSetAsync(
            $"product:{id}",
            async (context, token) =>
            {
                Product? row = await _products.FindAsync(id, token);
                if (row is null)
                {
                    context.TimeToLive = TimeSpan.FromSeconds(30);   // an unknown id is remembered, but not for long
                }
                else if (row.IsDraft)
                {
                    context.DoNotStore();                            // the callers get it, the cache does not
                }

                return row;
            },
            cancellationToken: cancellationToken);
        #endregion

        Assert.Null(product);
        Assert.InRange((await TimeLeftAsync("product:8")).TotalSeconds, 26, 33);
    }

    [Fact]
    public async Task Serialize_without_reflection()
    {
        IDatabase database = await DatabaseAsync();

        #region serializer
        var options = new RedisCacheOptions { Serializer = new JsonCacheSerializer(ShopJson.Default) };
        #endregion

        var cache = new RedisCache(database, options);
        await cache.SetAsync("k", new Product(1, "cup"), cancellationToken: Cancellation);
        Assert.Equal("cup", (await cache.TryGetAsync<Product>("k", Cancellation)).Value.Name);
    }

    [Fact]
    public async Task Bring_a_pipeline()
    {
        #region pipeline
        var options = new RedisCacheOptions
        {
            KeyPrefix = "shop",
            SourcePipeline = new ResiliencePipelineBuilder()
                .AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 2, UseJitter = true })
                .AddTimeout(TimeSpan.FromSeconds(1))
                .Build(),
        };
        #endregion

        Assert.Equal(1, await ReadAsync(new RedisCache(await DatabaseAsync(), options), "pipeline", 1));
    }

    internal sealed record Product(int Id, string Name, bool IsDraft = false);

    private sealed class ProductTable
    {
        private Product _only = new(7, "kettle");

        public int Reads { get; private set; }

        public ValueTask<Product?> FindAsync(int id, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Reads++;
            return ValueTask.FromResult(id == _only.Id ? _only : null);
        }

        public ValueTask RenameAsync(int id, string name, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _only = new Product(id, name);
            return ValueTask.CompletedTask;
        }
    }

    #region catalog
    private sealed class Catalog(IRedisCache cache, ProductTable products)
    {
        public ValueTask<Product?> FindAsync(int id, CancellationToken cancellationToken)
            => cache.GetOrSetAsync(
                $"product:{id}",
                (products, id),
                static (source, context, token) => source.products.FindAsync(source.id, token),
                cancellationToken: cancellationToken);

        /// <returns>False if readers may see the old name until its time to live is over.</returns>
        public async Task<bool> RenameAsync(int id, string name, CancellationToken cancellationToken)
        {
            // The source first: else a reader between the two steps would store the old row again.
            await products.RenameAsync(id, name, cancellationToken);
            return await cache.RemoveAsync($"product:{id}", cancellationToken) == CacheWriteResult.Confirmed;
        }
    }
    #endregion
}

[JsonSerializable(typeof(CacheAsideSnippets.Product))]
internal sealed partial class ShopJson : JsonSerializerContext;
