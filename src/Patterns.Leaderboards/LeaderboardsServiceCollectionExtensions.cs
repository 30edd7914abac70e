using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Patterns.Leaderboards;
using Patterns.Leaderboards.Sharding;
using Patterns.Leaderboards.Trending;
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
        => Add<ILeaderboards, LeaderboardsOptions, LeaderboardsOptionsValidator>(
            services, name: null, configure, CreateLeaderboards);

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
        => Add<ILeaderboards, LeaderboardsOptions, LeaderboardsOptionsValidator>(
            services, RequireName(name), configure, CreateLeaderboards);

    /// <summary>Registers sharded leaderboards on the registered <see cref="IConnectionMultiplexer"/>.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Sets the options, which are validated at start.</param>
    /// <returns>The same collection.</returns>
    public static IServiceCollection AddShardedLeaderboards(
        this IServiceCollection services,
        Action<ShardedLeaderboardsOptions>? configure = null)
        => Add<RedisShardedLeaderboards, ShardedLeaderboardsOptions, ShardedLeaderboardsOptionsValidator>(
            services, name: null, configure, CreateSharded);

    /// <summary>Registers sharded leaderboards under a name, as a keyed service with options of its own. It uses the
    /// <see cref="IConnectionMultiplexer"/> with the same key, or else the one without a key.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="name">The name; not empty. Redis keys begin with <c>sharded:NAME</c> by default.</param>
    /// <param name="configure">Sets the options, which are validated at start.</param>
    /// <returns>The same collection.</returns>
    public static IServiceCollection AddShardedLeaderboards(
        this IServiceCollection services,
        string name,
        Action<ShardedLeaderboardsOptions>? configure = null)
        => Add<RedisShardedLeaderboards, ShardedLeaderboardsOptions, ShardedLeaderboardsOptionsValidator>(
            services, RequireName(name), configure, CreateSharded);

    /// <summary>Registers trending boards on the registered <see cref="IConnectionMultiplexer"/>.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Sets the options, which are validated at start.</param>
    /// <returns>The same collection.</returns>
    public static IServiceCollection AddTrendingBoards(
        this IServiceCollection services,
        Action<TrendingBoardsOptions>? configure = null)
        => Add<RedisTrendingBoards, TrendingBoardsOptions, TrendingBoardsOptionsValidator>(
            services, name: null, configure, CreateTrending);

    /// <summary>Registers trending boards under a name, as a keyed service with options of its own. It uses the
    /// <see cref="IConnectionMultiplexer"/> with the same key, or else the one without a key.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="name">The name; not empty. Redis keys begin with <c>trending:NAME</c> by default.</param>
    /// <param name="configure">Sets the options, which are validated at start.</param>
    /// <returns>The same collection.</returns>
    public static IServiceCollection AddTrendingBoards(
        this IServiceCollection services,
        string name,
        Action<TrendingBoardsOptions>? configure = null)
        => Add<RedisTrendingBoards, TrendingBoardsOptions, TrendingBoardsOptionsValidator>(
            services, RequireName(name), configure, CreateTrending);

    private static IServiceCollection Add<TService, TOptions, TValidator>(
        IServiceCollection services,
        string? name,
        Action<TOptions>? configure,
        Func<IServiceProvider, IDatabase, TOptions, TService> create)
        where TService : class
        where TOptions : RedisBoardOptions, new()
        where TValidator : RedisBoardOptionsValidator<TOptions>, new()
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<TOptions>(name ?? Options.Options.DefaultName).Configure(Configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>>(new TValidator()));
        if (name is null)
        {
            services.TryAddSingleton(provider => create(provider, Connect(provider, name), Read(provider)));
        }
        else
        {
            services.TryAddKeyedSingleton(
                name, (provider, _) => create(provider, Connect(provider, name), Read(provider)));
        }

        return services;

        void Configure(TOptions options)
        {
            options.KeyPrefix = name is null ? options.KeyPrefix : $"{options.KeyPrefix}:{name}";
            configure?.Invoke(options);
        }

        TOptions Read(IServiceProvider provider) => provider.GetRequiredService<IOptionsMonitor<TOptions>>()
            .Get(name ?? Options.Options.DefaultName);
    }

    private static IDatabase Connect(IServiceProvider provider, string? name)
    {
        IConnectionMultiplexer? named =
            name is null ? null : provider.GetKeyedService<IConnectionMultiplexer>(name);
        IConnectionMultiplexer? connection = named ?? provider.GetService<IConnectionMultiplexer>();
        return connection?.GetDatabase() ?? throw new InvalidOperationException(
            "The leaderboards find no IConnectionMultiplexer: register one, for example with services.AddSingleton"
            + "<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(\"localhost,abortConnect=false\")).");
    }

    private static ILeaderboards CreateLeaderboards(
        IServiceProvider provider, IDatabase database, LeaderboardsOptions options)
        => new RedisLeaderboards(
            database, options, provider.GetService<ILogger<RedisLeaderboards>>(), provider.GetService<TimeProvider>());

    private static RedisShardedLeaderboards CreateSharded(
        IServiceProvider provider, IDatabase database, ShardedLeaderboardsOptions options)
        => new(
            database,
            options,
            provider.GetService<ILogger<RedisShardedLeaderboards>>(),
            provider.GetService<TimeProvider>());

    private static RedisTrendingBoards CreateTrending(
        IServiceProvider provider, IDatabase database, TrendingBoardsOptions options)
        => new(
            database,
            options,
            provider.GetService<ILogger<RedisTrendingBoards>>(),
            provider.GetService<TimeProvider>());

    private static string RequireName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return name;
    }
}
