using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Patterns.Core;
using Patterns.RateLimiting;
using Patterns.RateLimiting.Concurrency;
using Patterns.RateLimiting.FixedWindow;
using Patterns.RateLimiting.Gcra;
using Patterns.RateLimiting.LeakyBucket;
using Patterns.RateLimiting.SlidingWindowCounter;
using Patterns.RateLimiting.SlidingWindowLog;
using Patterns.RateLimiting.TokenBucket;
using StackExchange.Redis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers limiters under their names, as keyed singletons of their own type and, but for the concurrency
/// limiter, of <see cref="RedisRateLimiter"/>. They use the <see cref="IConnectionMultiplexer"/> with the same key, or
/// else the one without a key. Their keys in Redis begin with <c>rate:NAME</c> by default. Options are validated at
/// start, and a change of them is followed while the limiter runs.</summary>
public static class RedisRateLimiterServiceCollectionExtensions
{
    // What the options framework needs of options in a trimmed program.
    private const DynamicallyAccessedMemberTypes Constructor =
        DynamicallyAccessedMemberTypes.PublicParameterlessConstructor;

    /// <summary>Registers a <see cref="RedisFixedWindowLimiter"/>.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="name">The name; not empty.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The same collection.</returns>
    public static IServiceCollection AddRedisFixedWindowLimiter(
        this IServiceCollection services, string name, Action<RedisFixedWindowOptions>? configure = null)
        => Add<RedisFixedWindowLimiter, RedisFixedWindowOptions>(
            services, name, configure, static (d, o, l, t) => new RedisFixedWindowLimiter(d, o, l, t));

    /// <summary>Registers a <see cref="RedisSlidingLogLimiter"/>.</summary>
    /// <inheritdoc cref="AddRedisFixedWindowLimiter"/>
    public static IServiceCollection AddRedisSlidingLogLimiter(
        this IServiceCollection services, string name, Action<RedisSlidingLogOptions>? configure = null)
        => Add<RedisSlidingLogLimiter, RedisSlidingLogOptions>(
            services, name, configure, static (d, o, l, t) => new RedisSlidingLogLimiter(d, o, l, t));

    /// <summary>Registers a <see cref="RedisSlidingCounterLimiter"/>.</summary>
    /// <inheritdoc cref="AddRedisFixedWindowLimiter"/>
    public static IServiceCollection AddRedisSlidingCounterLimiter(
        this IServiceCollection services, string name, Action<RedisSlidingCounterOptions>? configure = null)
        => Add<RedisSlidingCounterLimiter, RedisSlidingCounterOptions>(
            services, name, configure, static (d, o, l, t) => new RedisSlidingCounterLimiter(d, o, l, t));

    /// <summary>Registers a <see cref="RedisTokenBucketLimiter"/>.</summary>
    /// <inheritdoc cref="AddRedisFixedWindowLimiter"/>
    public static IServiceCollection AddRedisTokenBucketLimiter(
        this IServiceCollection services, string name, Action<RedisTokenBucketOptions>? configure = null)
        => Add<RedisTokenBucketLimiter, RedisTokenBucketOptions>(
            services, name, configure, static (d, o, l, t) => new RedisTokenBucketLimiter(d, o, l, t));

    /// <summary>Registers a <see cref="RedisGcraLimiter"/>.</summary>
    /// <inheritdoc cref="AddRedisFixedWindowLimiter"/>
    public static IServiceCollection AddRedisGcraLimiter(
        this IServiceCollection services, string name, Action<RedisGcraOptions>? configure = null)
        => Add<RedisGcraLimiter, RedisGcraOptions>(
            services, name, configure, static (d, o, l, t) => new RedisGcraLimiter(d, o, l, t));

    /// <summary>Registers a <see cref="RedisLeakyBucketLimiter"/>.</summary>
    /// <inheritdoc cref="AddRedisFixedWindowLimiter"/>
    public static IServiceCollection AddRedisLeakyBucketLimiter(
        this IServiceCollection services, string name, Action<RedisLeakyBucketOptions>? configure = null)
        => Add<RedisLeakyBucketLimiter, RedisLeakyBucketOptions>(
            services, name, configure, static (d, o, l, t) => new RedisLeakyBucketLimiter(d, o, l, t));

    /// <summary>Registers a <see cref="RedisConcurrencyLimiter"/>.</summary>
    /// <inheritdoc cref="AddRedisFixedWindowLimiter"/>
    public static IServiceCollection AddRedisConcurrencyLimiter(
        this IServiceCollection services, string name, Action<RedisConcurrencyOptions>? configure = null)
    {
        AddOptions(services, name, configure);
        services.TryAddKeyedSingleton(name, (provider, _) =>
        {
            var limiter = new RedisConcurrencyLimiter(
                Database(provider, name),
                provider.GetRequiredService<IOptionsMonitor<RedisConcurrencyOptions>>().Get(name),
                provider.GetService<ILogger<RedisConcurrencyLimiter>>(),
                provider.GetService<TimeProvider>());
            limiter.Subscription = new OptionsFollower<RedisConcurrencyOptions>(
                provider, name, limiter.Reconfigure, limiter.Logger);
            return limiter;
        });
        return services;
    }

    private static IServiceCollection Add<TLimiter, [DynamicallyAccessedMembers(Constructor)] TOptions>(
        IServiceCollection services,
        string name,
        Action<TOptions>? configure,
        Func<IDatabase, TOptions, ILogger<RedisRateLimiter>?, TimeProvider?, TLimiter> create)
        where TLimiter : RedisRateLimiter<TOptions>
        where TOptions : RedisRateLimiterOptions
    {
        AddOptions(services, name, configure);
        services.TryAddKeyedSingleton(name, (provider, _) =>
        {
            TLimiter limiter = create(
                Database(provider, name),
                provider.GetRequiredService<IOptionsMonitor<TOptions>>().Get(name),
                provider.GetService<ILogger<RedisRateLimiter>>(),
                provider.GetService<TimeProvider>());
            limiter.Subscription = new OptionsFollower<TOptions>(
                provider, name, limiter.Reconfigure, limiter.Logger);
            return limiter;
        });
        services.TryAddKeyedSingleton<RedisRateLimiter>(
            name, (provider, _) => provider.GetRequiredKeyedService<TLimiter>(name));
        return services;
    }

    private static void AddOptions<[DynamicallyAccessedMembers(Constructor)] TOptions>(
        IServiceCollection services, string name, Action<TOptions>? configure)
        where TOptions : RedisLimiterOptions
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(name);
        services.AddOptionsDefaults<TOptions>(name, options =>
        {
            options.KeyPrefix = $"rate:{name}";
            options.PolicyName = name;
        });
        services.AddOptions<TOptions>(name).Configure(configure ?? (static _ => { })).ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<TOptions>, RedisLimiterOptionsValidator<TOptions>>());
    }

    private static IDatabase Database(IServiceProvider provider, string name)
    {
        IConnectionMultiplexer? connection =
            provider.GetKeyedService<IConnectionMultiplexer>(name) ?? provider.GetService<IConnectionMultiplexer>();
        return connection?.GetDatabase() ?? throw new InvalidOperationException(
            $"The limiter '{name}' finds no IConnectionMultiplexer: register one, for example with "
            + "services.AddSingleton<IConnectionMultiplexer>("
            + "_ => ConnectionMultiplexer.Connect(\"localhost,abortConnect=false\")).");
    }
}
