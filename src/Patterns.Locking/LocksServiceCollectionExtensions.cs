using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Patterns.Core;
using Patterns.Locking;
using Patterns.Locking.Idempotency;
using Patterns.Locking.Quorum;
using StackExchange.Redis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers locks.</summary>
public static class LocksServiceCollectionExtensions
{
    // What the options framework needs of options in a trimmed program.
    private const DynamicallyAccessedMemberTypes Constructor =
        DynamicallyAccessedMemberTypes.PublicParameterlessConstructor;

    /// <summary>Registers <see cref="RedisLocks"/>, also as <see cref="ILocks"/>, on the registered
    /// <see cref="IConnectionMultiplexer"/>.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Sets the options, which are validated at start.</param>
    /// <returns>The same collection.</returns>
    public static IServiceCollection AddRedisLocks(
        this IServiceCollection services, Action<RedisLocksOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        AddOptions(services, Options.Options.DefaultName, configure);
        services.TryAddSingleton(static provider => Create(
            provider, Options.Options.DefaultName, provider.GetService<IConnectionMultiplexer>()));
        services.TryAddSingleton<ILocks>(static provider => provider.GetRequiredService<RedisLocks>());
        return services;
    }

    /// <summary>Registers <see cref="RedisLocks"/> under a name, also as <see cref="ILocks"/>, as a keyed service with
    /// options of its own. It uses the <see cref="IConnectionMultiplexer"/> with the same key, or else the one without
    /// a key.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="name">The name; not empty. Redis keys begin with <c>lock:NAME</c> by default.</param>
    /// <param name="configure">Sets the options, which are validated at start.</param>
    /// <returns>The same collection.</returns>
    public static IServiceCollection AddRedisLocks(
        this IServiceCollection services, string name, Action<RedisLocksOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(name);
        services.AddOptionsDefaults<RedisLocksOptions>(name, options => options.KeyPrefix = $"lock:{name}");
        AddOptions(services, name, configure);
        services.TryAddKeyedSingleton(name, (provider, _) => Create(
            provider,
            name,
            provider.GetKeyedService<IConnectionMultiplexer>(name) ?? provider.GetService<IConnectionMultiplexer>()));
        services.TryAddKeyedSingleton<ILocks>(
            name, (provider, _) => provider.GetRequiredKeyedService<RedisLocks>(name));
        return services;
    }

    /// <summary>Registers a <see cref="Redlock"/> under a name, also as <see cref="ILocks"/>, as a keyed service with
    /// options of its own.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="name">The name; not empty. Redis keys begin with <c>lock:NAME</c> by default.</param>
    /// <param name="nodes">The connections to the independent servers, 3 to 21 of them.</param>
    /// <param name="configure">Sets the options, which are validated at start.</param>
    /// <returns>The same collection.</returns>
    public static IServiceCollection AddRedlock(
        this IServiceCollection services,
        string name,
        Func<IServiceProvider, IEnumerable<IConnectionMultiplexer>> nodes,
        Action<RedlockOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(nodes);
        services.AddOptionsDefaults<RedlockOptions>(name, options => options.KeyPrefix = $"lock:{name}");
        AddOptions(services, name, configure);
        services.TryAddKeyedSingleton(name, (provider, _) => new Redlock(
            [.. nodes(provider).Select(connection => connection.GetDatabase())],
            provider.GetRequiredService<IOptionsMonitor<RedlockOptions>>().Get(name),
            provider.GetService<ILogger<Redlock>>(),
            provider.GetService<TimeProvider>()));
        services.TryAddKeyedSingleton<ILocks>(
            name, (provider, _) => provider.GetRequiredKeyedService<Redlock>(name));
        return services;
    }

    /// <summary>Registers an <see cref="IdempotencyGuard"/> on the registered <see cref="RedisLocks"/>.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Sets the options, which are validated at start.</param>
    /// <returns>The same collection.</returns>
    public static IServiceCollection AddIdempotencyGuard(
        this IServiceCollection services, Action<IdempotencyOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<IdempotencyOptions>().Configure(configure ?? (static _ => { })).ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<IdempotencyOptions>, IdempotencyOptionsValidator>());
        services.TryAddSingleton(static provider => new IdempotencyGuard(
            provider.GetRequiredService<RedisLocks>(),
            provider.GetRequiredService<IOptions<IdempotencyOptions>>().Value));
        return services;
    }

    private static void AddOptions<[DynamicallyAccessedMembers(Constructor)] TOptions>(
        IServiceCollection services, string name, Action<TOptions>? configure)
        where TOptions : LocksOptions
    {
        services.AddOptions<TOptions>(name).Configure(configure ?? (static _ => { })).ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<TOptions>, LocksOptionsValidator<TOptions>>());
    }

    private static RedisLocks Create(IServiceProvider provider, string name, IConnectionMultiplexer? connection)
    {
        if (connection is null)
        {
            throw new InvalidOperationException(
                "The locks find no IConnectionMultiplexer: register one, for example with services.AddSingleton"
                + "<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(\"localhost,abortConnect=false\")).");
        }

        return new RedisLocks(
            connection.GetDatabase(),
            provider.GetRequiredService<IOptionsMonitor<RedisLocksOptions>>().Get(name),
            provider.GetService<ILogger<RedisLocks>>(),
            provider.GetService<TimeProvider>());
    }
}
