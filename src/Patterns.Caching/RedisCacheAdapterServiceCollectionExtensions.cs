using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Patterns.Caching;
using Patterns.Caching.Adapters;
using Patterns.Caching.Local;
using Patterns.Core;
using StackExchange.Redis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers caches behind the interfaces of the framework.</summary>
public static class RedisCacheAdapterServiceCollectionExtensions
{
    private const string Distributed = "distributed";
    private const string Hybrid = "hybrid";

    /// <summary>Registers an <see cref="IDistributedCache"/>, which is an <see cref="IBufferDistributedCache"/> too, on
    /// the registered <see cref="IConnectionMultiplexer"/>. It takes the place of one that was registered
    /// before.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Sets the options, which are validated at start. By default keys begin with
    /// <c>cache:distributed</c>, and a failure of Redis is an exception.</param>
    /// <returns>The same collection.</returns>
    public static IServiceCollection AddRedisDistributedCache(
        this IServiceCollection services, Action<RedisCacheOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptionsDefaults<RedisCacheOptions>(Distributed, static options =>
        {
            options.KeyPrefix = $"cache:{Distributed}";
            options.FailureMode = CacheFailureMode.Throw;
        });
        RedisCacheServiceCollectionExtensions.AddOptions(services, Distributed, configure);
        services.TryAddSingleton(static provider => new RedisDistributedCache(
            RedisCacheServiceCollectionExtensions.DatabaseOf(provider.GetService<IConnectionMultiplexer>()),
            provider.GetRequiredService<IOptionsMonitor<RedisCacheOptions>>().Get(Distributed),
            provider.GetService<ILogger<RedisCache>>(),
            provider.GetService<TimeProvider>()));
        services.Replace(ServiceDescriptor.Singleton<IDistributedCache>(
            static provider => provider.GetRequiredService<RedisDistributedCache>()));
        return services;
    }

    /// <summary>Registers a <see cref="HybridCache"/> on the registered <see cref="IConnectionMultiplexer"/>. It takes
    /// the place of one that was registered before.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Sets the options, which are validated at start. By default keys begin with
    /// <c>cache:hybrid</c>, and values are held in the process too.</param>
    /// <returns>The same collection.</returns>
    public static IServiceCollection AddRedisHybridCache(
        this IServiceCollection services, Action<RedisCacheOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptionsDefaults<RedisCacheOptions>(Hybrid, static options =>
        {
            options.KeyPrefix = $"cache:{Hybrid}";
            options.Local = new LocalLevelOptions();
        });
        RedisCacheServiceCollectionExtensions.AddOptions(services, Hybrid, configure);
        services.Replace(ServiceDescriptor.Singleton<HybridCache>(static provider => new RedisHybridCache(
            RedisCacheServiceCollectionExtensions.DatabaseOf(provider.GetService<IConnectionMultiplexer>()),
            provider.GetRequiredService<IOptionsMonitor<RedisCacheOptions>>().Get(Hybrid),
            provider.GetService<ILogger<RedisCache>>(),
            provider.GetService<TimeProvider>())));
        return services;
    }
}
