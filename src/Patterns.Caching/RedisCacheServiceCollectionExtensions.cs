using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Patterns.Caching;
using Patterns.Core;
using StackExchange.Redis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers caches.</summary>
public static class RedisCacheServiceCollectionExtensions
{
    /// <summary>Registers a cache on the registered <see cref="IConnectionMultiplexer"/>.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Sets the options, which are validated at start.</param>
    /// <returns>The same collection.</returns>
    public static IServiceCollection AddRedisCache(
        this IServiceCollection services,
        Action<RedisCacheOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        AddOptions(services, Options.Options.DefaultName, configure);
        services.TryAddSingleton<IRedisCache>(static provider => Create(
            provider, Options.Options.DefaultName, provider.GetService<IConnectionMultiplexer>()));
        return services;
    }

    /// <summary>Registers a cache under a name, as a keyed service with options of its own. It uses the
    /// <see cref="IConnectionMultiplexer"/> with the same key, or else the one without a key.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="name">The name; not empty. Redis keys begin with <c>cache:NAME</c> by default.</param>
    /// <param name="configure">Sets the options, which are validated at start.</param>
    /// <returns>The same collection.</returns>
    public static IServiceCollection AddRedisCache(
        this IServiceCollection services,
        string name,
        Action<RedisCacheOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(name);
        services.AddOptionsDefaults<RedisCacheOptions>(name, options => options.KeyPrefix = $"cache:{name}");
        AddOptions(services, name, configure);
        services.TryAddKeyedSingleton<IRedisCache>(name, (provider, _) => Create(
            provider,
            name,
            provider.GetKeyedService<IConnectionMultiplexer>(name) ?? provider.GetService<IConnectionMultiplexer>()));
        return services;
    }

    internal static void AddOptions(IServiceCollection services, string name, Action<RedisCacheOptions>? configure)
    {
        services.AddOptions<RedisCacheOptions>(name).Configure(configure ?? (static _ => { })).ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<RedisCacheOptions>, RedisCacheOptionsValidator>());
    }

    internal static IDatabase DatabaseOf(IConnectionMultiplexer? connection)
        => connection?.GetDatabase()
            ?? throw new InvalidOperationException(
                "The cache finds no IConnectionMultiplexer: register one, for example with services.AddSingleton"
                + "<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(\"localhost,abortConnect=false\")).");

    private static RedisCache Create(IServiceProvider provider, string name, IConnectionMultiplexer? connection)
        => new(
            DatabaseOf(connection),
            provider.GetRequiredService<IOptionsMonitor<RedisCacheOptions>>().Get(name),
            provider.GetService<ILogger<RedisCache>>(),
            provider.GetService<TimeProvider>());
}
