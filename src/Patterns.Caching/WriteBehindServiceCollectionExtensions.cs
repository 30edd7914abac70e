using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Patterns.Caching;
using Patterns.Caching.Strategies.WriteBehind;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers caches that hand writes to their source later.</summary>
public static class WriteBehindServiceCollectionExtensions
{
    /// <summary>Registers a <see cref="WriteBehindCache{TKey, TValue}"/> on the cache of
    /// <c>AddRedisCache</c>, and a hosted worker that hands its writes to the source.</summary>
    /// <typeparam name="TKey">What names a value.</typeparam>
    /// <typeparam name="TValue">The type of the values.</typeparam>
    /// <typeparam name="TStore">The source; registered as a singleton unless it is registered already.</typeparam>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Sets the options, which are validated at start.</param>
    /// <param name="nameOf">The name of a value; null means the culture-invariant text of the key.</param>
    /// <param name="work">Whether this process hands writes to the source. If not, another must.</param>
    /// <returns>The same collection.</returns>
    public static IServiceCollection AddRedisWriteBehind<
        TKey,
        TValue,
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TStore>(
        this IServiceCollection services,
        Action<WriteBehindOptions>? configure = null,
        Func<TKey, string>? nameOf = null,
        bool work = true)
        where TKey : notnull
        where TValue : class
        where TStore : class, ICacheBatchStore<TKey, TValue>
    {
        ArgumentNullException.ThrowIfNull(services);
        string name = typeof(WriteBehindCache<TKey, TValue>).ToString();
        services.AddOptions<WriteBehindOptions>(name).Configure(configure ?? (static _ => { })).ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<WriteBehindOptions>, WriteBehindOptionsValidator>());
        services.TryAddSingleton<TStore>();
        services.TryAddSingleton(provider => new WriteBehindCache<TKey, TValue>(
            CacheOf(provider),
            provider.GetRequiredService<TStore>(),
            provider.GetRequiredService<IOptionsMonitor<WriteBehindOptions>>().Get(name),
            nameOf,
            provider.GetService<ILogger<WriteBehindCache<TKey, TValue>>>()));
        if (work)
        {
            services.AddSingleton<IHostedService>(provider => new WriteBehindWorker<TKey, TValue>(
                provider.GetRequiredService<WriteBehindCache<TKey, TValue>>()));
        }

        return services;
    }

    private static RedisCache CacheOf(IServiceProvider provider)
        => provider.GetService<IRedisCache>() as RedisCache
            ?? throw new InvalidOperationException(
                "Writes that go to the source later need the cache that holds them: call services.AddRedisCache().");
}
