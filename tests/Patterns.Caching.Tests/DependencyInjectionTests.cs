using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Patterns.Caching.Sessions;
using Patterns.Caching.Strategies.WriteBehind;
using Patterns.Caching.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Caching.Tests;

public sealed class DependencyInjectionTests(RealRedis server) : CacheCases(server), IClassFixture<RealRedis>
{
    private readonly RecipeServer _server = server;

    [Fact]
    public async Task A_registered_cache_works_on_the_registered_connection()
    {
        ServiceCollection services = await ConnectedServicesAsync();
        services.AddRedisCache(options => options.KeyPrefix = Prefix);
        await using ServiceProvider provider = services.BuildServiceProvider();

        IRedisCache cache = provider.GetRequiredService<IRedisCache>();
        await cache.SetAsync("k", 1, cancellationToken: Cancellation);

        Assert.True(await (await DatabaseAsync()).KeyExistsAsync(KeyOf("k")));
        Assert.Same(cache, provider.GetRequiredService<IRedisCache>());
    }

    [Fact]
    public async Task Named_caches_have_options_and_keys_of_their_own()
    {
        ServiceCollection services = await ConnectedServicesAsync();
        services.AddRedisCache(options => options.KeyPrefix = Prefix);
        services.AddRedisCache(Prefix, options => options.TimeToLive = TimeSpan.FromDays(3));
        services.AddRedisCache("users", options => options.KeyPrefix = Prefix + "users");
        await using ServiceProvider provider = services.BuildServiceProvider();

        await provider.GetRequiredKeyedService<IRedisCache>(Prefix).SetAsync(
            "k", 1, null, cancellationToken: Cancellation);
        await provider.GetRequiredKeyedService<IRedisCache>("users").SetAsync(
            "k", 2, null, cancellationToken: Cancellation);
        await provider.GetRequiredService<IRedisCache>().SetAsync("k", 3, null, cancellationToken: Cancellation);

        IDatabase database = await DatabaseAsync();
        TimeSpan? left = await database.KeyTimeToLiveAsync($"cache:{Prefix}:2:e:k");
        Assert.InRange(left!.Value.TotalDays, 2.6, 3.4);
        Assert.True(await database.KeyExistsAsync($"{Prefix}users:2:e:k"));
        Assert.True(await database.KeyExistsAsync(KeyOf("k")));
    }

    [Fact]
    public void What_is_configured_counts_whether_it_comes_before_the_registration_or_after()
    {
        var services = new ServiceCollection();
        services.Configure<RedisCacheOptions>("before", options => options.KeyPrefix = "own");
        services.Configure<SessionOptions>("before", options => options.KeyPrefix = "own");
        services.Configure<RedisCacheOptions>("distributed", SetPrefixAndMode);
        services.Configure<RedisCacheOptions>("hybrid", options => options.Local = null);
        services.AddRedisCache("before");
        services.AddRedisCache("after");
        services.AddRedisSessions<int>("before").AddRedisDistributedCache().AddRedisHybridCache();
        services.Configure<RedisCacheOptions>("after", options => options.KeyPrefix = "own");
        using ServiceProvider provider = services.BuildServiceProvider();

        var caches = provider.GetRequiredService<IOptionsMonitor<RedisCacheOptions>>();
        Assert.Equal("own", caches.Get("before").KeyPrefix);
        Assert.Equal("own", caches.Get("after").KeyPrefix);
        RedisCacheOptions distributed = caches.Get("distributed");
        Assert.Equal(("own", CacheFailureMode.UseSource), (distributed.KeyPrefix, distributed.FailureMode));
        Assert.Null(caches.Get("hybrid").Local);
        Assert.Equal("own", provider.GetRequiredService<IOptionsMonitor<SessionOptions>>().Get("before").KeyPrefix);

        static void SetPrefixAndMode(RedisCacheOptions options)
            => (options.KeyPrefix, options.FailureMode) = ("own", CacheFailureMode.UseSource);
    }

    [Fact]
    public async Task Session_stores_of_one_name_share_sessions_and_others_do_not()
    {
        ServiceCollection services = await ConnectedServicesAsync();
        services.AddRedisSessions<int>(options => options.KeyPrefix = Prefix);
        services.AddRedisHashSessions();
        services.AddRedisSessions<int>("shop", options => options.KeyPrefix = Prefix + "shop");
        services.AddRedisHashSessions("shop");
        services.AddRedisHashSessions("admin", options => options.KeyPrefix = Prefix + "admin");
        await using ServiceProvider provider = services.BuildServiceProvider();

        await provider.GetRequiredService<StringSessionStore<int>>().LoginAsync("ada", 1, null, null, Cancellation);
        var shop = provider.GetRequiredKeyedService<StringSessionStore<int>>("shop");
        await shop.LoginAsync("bea", 1, null, null, Cancellation);

        var hashes = provider.GetRequiredService<HashSessionStore>();
        Assert.Single(await hashes.ListAsync("ada", Cancellation));
        Assert.Empty(await hashes.ListAsync("bea", Cancellation));
        var others = provider.GetRequiredKeyedService<HashSessionStore>("shop");
        Assert.Single(await others.ListAsync("bea", Cancellation));
        var admins = provider.GetRequiredKeyedService<HashSessionStore>("admin");
        Assert.Empty(await admins.ListAsync("bea", Cancellation));
    }

    [Fact]
    public async Task Write_behind_without_a_cache_says_what_is_missing()
    {
        ServiceCollection services = await ConnectedServicesAsync();
        services.AddRedisWriteBehind<int, string, BatchStore>(work: false);
        await using ServiceProvider provider = services.BuildServiceProvider();
        InvalidOperationException missing = Assert.Throws<InvalidOperationException>(
            () => provider.GetRequiredService<WriteBehindCache<int, string>>());
        Assert.Contains("AddRedisCache", missing.Message, StringComparison.Ordinal);
        Assert.Empty(provider.GetServices<IHostedService>());
    }

    [Fact]
    public async Task The_interfaces_of_the_framework_are_registered_in_place_of_others()
    {
        ServiceCollection services = await ConnectedServicesAsync();
        services.AddSingleton<IDistributedCache>(_ => throw new InvalidOperationException("The wrong one."));
        services.AddRedisDistributedCache(options => options.KeyPrefix = Prefix + "d");
        services.AddRedisHybridCache(options => options.KeyPrefix = Prefix + "h");
        await using ServiceProvider provider = services.BuildServiceProvider();

        await provider.GetRequiredService<IDistributedCache>().SetAsync("k", [1], Cancellation);
        HybridCache hybrid = provider.GetRequiredService<HybridCache>();
        Assert.Equal(2, await hybrid.GetOrCreateAsync(
            "k", _ => ValueTask.FromResult(2), cancellationToken: Cancellation));
        Assert.True(await (await DatabaseAsync()).KeyExistsAsync($"{Prefix}d:2:e:k"));
        Assert.IsType<IBufferDistributedCache>(provider.GetRequiredService<IDistributedCache>(), exactMatch: false);
        provider.Dispose();
    }

    [Fact]
    public async Task A_named_cache_prefers_the_connection_of_its_name()
    {
        var services = new ServiceCollection();
        ConnectionMultiplexer connection = await _server.ConnectAsync();
        services.AddKeyedSingleton<IConnectionMultiplexer>("users", connection);
        services.AddSingleton<IConnectionMultiplexer>(_ => throw new InvalidOperationException("The wrong one."));
        services.AddRedisCache("users", options => options.KeyPrefix = Prefix);
        await using ServiceProvider provider = services.BuildServiceProvider();

        IRedisCache cache = provider.GetRequiredKeyedService<IRedisCache>("users");
        Assert.Equal(CacheWriteResult.Confirmed, await cache.SetAsync("k", 1, null, cancellationToken: Cancellation));
    }

    [Fact]
    public async Task Bad_options_stop_the_start()
    {
        var services = new ServiceCollection();
        services.AddRedisCache(options => options.Jitter = 3);
        services.AddRedisCache("users", options => options.TimeToLive = TimeSpan.Zero);
        await using ServiceProvider provider = services.BuildServiceProvider();

        AggregateException error = Assert.Throws<AggregateException>(
            () => provider.GetRequiredService<IStartupValidator>().Validate());
        Assert.Contains("RedisCacheOptions.Jitter is 3", error.Message, StringComparison.Ordinal);
        Assert.Contains("RedisCacheOptions[users].TimeToLive is 00:00:00", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_options_are_refused_by_the_constructor_too()
    {
        IDatabase database = await DatabaseAsync();
        Assert.Throws<OptionsValidationException>(() => new RedisCache(database, new RedisCacheOptions { Jitter = 3 }));
    }

    [Fact]
    public async Task A_missing_connection_is_named_with_its_remedy()
    {
        var services = new ServiceCollection();
        services.AddRedisCache();
        await using ServiceProvider provider = services.BuildServiceProvider();
        InvalidOperationException error =
            Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService<IRedisCache>());
        Assert.Contains("IConnectionMultiplexer", error.Message, StringComparison.Ordinal);
    }

    private async Task<ServiceCollection> ConnectedServicesAsync()
    {
        var services = new ServiceCollection();
        ConnectionMultiplexer connection = await _server.ConnectAsync();
        services.AddSingleton<IConnectionMultiplexer>(connection);
        return services;
    }
}
