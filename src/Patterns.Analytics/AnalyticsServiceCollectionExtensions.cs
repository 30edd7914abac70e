using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Patterns.Analytics;
using Patterns.Analytics.ActiveUsers;
using Patterns.Analytics.Counters;
using Patterns.Analytics.Nearby;
using Patterns.Analytics.TimeSeries;
using Patterns.Analytics.TopK;
using Patterns.Analytics.Uniques;
using StackExchange.Redis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers analytics on the registered <see cref="IConnectionMultiplexer"/>. With a name they become keyed
/// services with options of their own, whose keys begin with the recipe's prefix and that name.</summary>
public static class AnalyticsServiceCollectionExtensions
{
    /// <summary>Registers <see cref="RedisCounters"/>.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Sets the options, which are validated at start.</param>
    /// <param name="name">The key of the service; null, the default, for a service without a key.</param>
    /// <returns>The same collection.</returns>
    public static IServiceCollection AddRedisCounters(
        this IServiceCollection services, Action<CountersOptions>? configure = null, string? name = null)
        => Add<RedisCounters, CountersOptions, CountersOptionsValidator>(
            services,
            configure,
            name,
            static (database, options, logger, time) => new RedisCounters(database, options, logger, time));

    /// <summary>Registers <see cref="RedisUniques"/>.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Sets the options, which are validated at start.</param>
    /// <param name="name">The key of the service; null, the default, for a service without a key.</param>
    /// <returns>The same collection.</returns>
    public static IServiceCollection AddRedisUniques(
        this IServiceCollection services, Action<UniquesOptions>? configure = null, string? name = null)
        => Add<RedisUniques, UniquesOptions, UniquesOptionsValidator>(
            services,
            configure,
            name,
            static (database, options, logger, time) => new RedisUniques(database, options, logger, time));

    /// <summary>Registers <see cref="RedisActiveUsers"/>.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Sets the options, which are validated at start.</param>
    /// <param name="name">The key of the service; null, the default, for a service without a key.</param>
    /// <returns>The same collection.</returns>
    public static IServiceCollection AddRedisActiveUsers(
        this IServiceCollection services, Action<ActiveUsersOptions>? configure = null, string? name = null)
        => Add<RedisActiveUsers, ActiveUsersOptions, ActiveUsersOptionsValidator>(
            services,
            configure,
            name,
            static (database, options, logger, time) => new RedisActiveUsers(database, options, logger, time));

    /// <summary>Registers <see cref="RedisTopK"/>.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Sets the options, which are validated at start.</param>
    /// <param name="name">The key of the service; null, the default, for a service without a key.</param>
    /// <returns>The same collection.</returns>
    public static IServiceCollection AddRedisTopK(
        this IServiceCollection services, Action<TopKOptions>? configure = null, string? name = null)
        => Add<RedisTopK, TopKOptions, TopKOptionsValidator>(
            services,
            configure,
            name,
            static (database, options, logger, time) => new RedisTopK(database, options, logger, time));

    /// <summary>Registers <see cref="RedisTimeSeries"/>.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Sets the options, which are validated at start.</param>
    /// <param name="name">The key of the service; null, the default, for a service without a key.</param>
    /// <returns>The same collection.</returns>
    public static IServiceCollection AddRedisTimeSeries(
        this IServiceCollection services, Action<TimeSeriesOptions>? configure = null, string? name = null)
        => Add<RedisTimeSeries, TimeSeriesOptions, TimeSeriesOptionsValidator>(
            services,
            configure,
            name,
            static (database, options, logger, time) => new RedisTimeSeries(database, options, logger, time));

    /// <summary>Registers <see cref="RedisNearby"/>.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Sets the options, which are validated at start.</param>
    /// <param name="name">The key of the service; null, the default, for a service without a key.</param>
    /// <returns>The same collection.</returns>
    public static IServiceCollection AddRedisNearby(
        this IServiceCollection services, Action<NearbyOptions>? configure = null, string? name = null)
        => Add<RedisNearby, NearbyOptions, NearbyOptionsValidator>(
            services,
            configure,
            name,
            static (database, options, logger, time) => new RedisNearby(database, options, logger, time));

    private static IServiceCollection Add<TService, TOptions, TValidator>(
        IServiceCollection services,
        Action<TOptions>? configure,
        string? name,
        Func<IDatabase, TOptions, ILogger<TService>?, TimeProvider?, TService> create)
        where TService : class
        where TOptions : RedisAnalyticsOptions, new()
        where TValidator : RedisAnalyticsOptionsValidator<TOptions>, new()
    {
        ArgumentNullException.ThrowIfNull(services);
        string optionsName = name ?? Options.Options.DefaultName;
        services.AddOptions<TOptions>(optionsName)
            .Configure(options =>
            {
                options.KeyPrefix = name is null ? options.KeyPrefix : $"{options.KeyPrefix}:{name}";
                configure?.Invoke(options);
            })
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>>(new TValidator()));
        if (name is null)
        {
            services.TryAddSingleton(Create);
        }
        else
        {
            services.TryAddKeyedSingleton(name, (provider, _) => Create(provider));
        }

        return services;

        TService Create(IServiceProvider provider) => create(
            Connect(provider, name),
            provider.GetRequiredService<IOptionsMonitor<TOptions>>().Get(optionsName),
            provider.GetService<ILogger<TService>>(),
            provider.GetService<TimeProvider>());
    }

    private static IDatabase Connect(IServiceProvider provider, string? name)
    {
        IConnectionMultiplexer? named =
            name is null ? null : provider.GetKeyedService<IConnectionMultiplexer>(name);
        IConnectionMultiplexer? connection = named ?? provider.GetService<IConnectionMultiplexer>();
        return connection?.GetDatabase() ?? throw new InvalidOperationException(
            "The analytics find no IConnectionMultiplexer: register one, for example with services.AddSingleton"
            + "<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(\"localhost,abortConnect=false\")).");
    }
}
