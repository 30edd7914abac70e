using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Patterns.Leaderboards;
using StackExchange.Redis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers leaderboards.</summary>
public static class LeaderboardsServiceCollectionExtensions
{
    /// <summary>Registers leaderboards on the registered <see cref="IConnectionMultiplexer"/>.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Sets the options, which are validated at start.</param>
    /// <returns>The same collection.</returns>
    public static IServiceCollection AddLeaderboards(
        this IServiceCollection services,
        Action<LeaderboardsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        AddOptions(services, Options.Options.DefaultName, configure ?? (static _ => { }));
        services.TryAddSingleton<ILeaderboards>(static provider => Create(
            provider, Options.Options.DefaultName, provider.GetService<IConnectionMultiplexer>()));
        return services;
    }

    /// <summary>Registers leaderboards under a name, as a keyed service with options of its own. It uses the
    /// <see cref="IConnectionMultiplexer"/> with the same key, or else the one without a key.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="name">The name; not empty. Redis keys begin with <c>leaderboards:NAME</c> by default.</param>
    /// <param name="configure">Sets the options, which are validated at start.</param>
    /// <returns>The same collection.</returns>
    public static IServiceCollection AddLeaderboards(
        this IServiceCollection services,
        string name,
        Action<LeaderboardsOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(name);
        AddOptions(
            services,
            name,
            options =>
            {
                options.KeyPrefix = $"leaderboards:{name}";
                configure?.Invoke(options);
            });
        services.TryAddKeyedSingleton<ILeaderboards>(name, (provider, _) => Create(
            provider,
            name,
            provider.GetKeyedService<IConnectionMultiplexer>(name) ?? provider.GetService<IConnectionMultiplexer>()));
        return services;
    }

    private static void AddOptions(IServiceCollection services, string name, Action<LeaderboardsOptions> configure)
    {
        services.AddOptions<LeaderboardsOptions>(name).Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<LeaderboardsOptions>, LeaderboardsOptionsValidator>());
    }

    private static RedisLeaderboards Create(
        IServiceProvider provider, string name, IConnectionMultiplexer? connection)
    {
        if (connection is null)
        {
            throw new InvalidOperationException(
                "The leaderboards find no IConnectionMultiplexer: register one, for example with services.AddSingleton"
                + "<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(\"localhost,abortConnect=false\")).");
        }

        return new RedisLeaderboards(
            connection.GetDatabase(),
            provider.GetRequiredService<IOptionsMonitor<LeaderboardsOptions>>().Get(name),
            provider.GetService<ILogger<RedisLeaderboards>>(),
            provider.GetService<TimeProvider>());
    }
}
