using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Patterns.Caching.Sessions;
using Patterns.Core;
using StackExchange.Redis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers session stores.</summary>
public static class SessionServiceCollectionExtensions
{
    /// <summary>Registers a <see cref="StringSessionStore{T}"/> on the registered
    /// <see cref="IConnectionMultiplexer"/>.</summary>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Sets the options, which are validated at start. A
    /// <see cref="AddRedisHashSessions(IServiceCollection, Action{SessionOptions}?)"/> beside it has the same ones, and
    /// lists and ends the same sessions.</param>
    /// <returns>The same collection.</returns>
    public static IServiceCollection AddRedisSessions<T>(
        this IServiceCollection services, Action<SessionOptions>? configure = null)
    {
        AddOptions(services, Options.Options.DefaultName, configure);
        services.TryAddSingleton(static provider => new StringSessionStore<T>(
            RedisCacheServiceCollectionExtensions.DatabaseOf(provider.GetService<IConnectionMultiplexer>()),
            OptionsOf(provider, Options.Options.DefaultName),
            provider.GetService<ILogger<SessionStore>>(),
            provider.GetService<TimeProvider>()));
        return services;
    }

    /// <summary>Registers a <see cref="StringSessionStore{T}"/> under a name, as a keyed service with options of its
    /// own. It uses the <see cref="IConnectionMultiplexer"/> with the same key, or else the one without a
    /// key.</summary>
    /// <typeparam name="T">The type of the values.</typeparam>
    /// <param name="services">Where to register.</param>
    /// <param name="name">The name; not empty. Redis keys begin with <c>session:NAME</c> by default.</param>
    /// <param name="configure">Sets the options, which are validated at start.</param>
    /// <returns>The same collection.</returns>
    public static IServiceCollection AddRedisSessions<T>(
        this IServiceCollection services, string name, Action<SessionOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        AddOptions(services, name, configure);
        services.TryAddKeyedSingleton(name, (provider, _) => new StringSessionStore<T>(
            RedisCacheServiceCollectionExtensions.DatabaseOf(ConnectionOf(provider, name)),
            OptionsOf(provider, name),
            provider.GetService<ILogger<SessionStore>>(),
            provider.GetService<TimeProvider>()));
        return services;
    }

    /// <summary>Registers a <see cref="HashSessionStore"/> on the registered
    /// <see cref="IConnectionMultiplexer"/>.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Sets the options, which are validated at start.</param>
    /// <returns>The same collection.</returns>
    public static IServiceCollection AddRedisHashSessions(
        this IServiceCollection services, Action<SessionOptions>? configure = null)
    {
        AddOptions(services, Options.Options.DefaultName, configure);
        services.TryAddSingleton(static provider => new HashSessionStore(
            RedisCacheServiceCollectionExtensions.DatabaseOf(provider.GetService<IConnectionMultiplexer>()),
            OptionsOf(provider, Options.Options.DefaultName),
            provider.GetService<ILogger<SessionStore>>(),
            provider.GetService<TimeProvider>()));
        return services;
    }

    /// <summary>Registers a <see cref="HashSessionStore"/> under a name, as a keyed service with options of its own. It
    /// uses the <see cref="IConnectionMultiplexer"/> with the same key, or else the one without a key.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="name">The name; not empty. Redis keys begin with <c>session:NAME</c> by default.</param>
    /// <param name="configure">Sets the options, which are validated at start.</param>
    /// <returns>The same collection.</returns>
    public static IServiceCollection AddRedisHashSessions(
        this IServiceCollection services, string name, Action<SessionOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        AddOptions(services, name, configure);
        services.TryAddKeyedSingleton(name, (provider, _) => new HashSessionStore(
            RedisCacheServiceCollectionExtensions.DatabaseOf(ConnectionOf(provider, name)),
            OptionsOf(provider, name),
            provider.GetService<ILogger<SessionStore>>(),
            provider.GetService<TimeProvider>()));
        return services;
    }

    private static void AddOptions(IServiceCollection services, string name, Action<SessionOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (name.Length > 0)
        {
            services.AddOptionsDefaults<SessionOptions>(
                name, options => options.KeyPrefix = $"{SessionOptions.DefaultKeyPrefix}:{name}");
        }

        services.AddOptions<SessionOptions>(name).Configure(configure ?? (static _ => { })).ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<SessionOptions>, SessionOptionsValidator>());
    }

    private static SessionOptions OptionsOf(IServiceProvider provider, string name)
        => provider.GetRequiredService<IOptionsMonitor<SessionOptions>>().Get(name);

    private static IConnectionMultiplexer? ConnectionOf(IServiceProvider provider, string name)
        => provider.GetKeyedService<IConnectionMultiplexer>(name) ?? provider.GetService<IConnectionMultiplexer>();
}
