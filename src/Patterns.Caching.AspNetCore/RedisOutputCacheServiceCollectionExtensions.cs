using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Patterns.Caching;
using Patterns.Caching.AspNetCore;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the store of the output cache.</summary>
public static class RedisOutputCacheServiceCollectionExtensions
{
    private const string Name = "output";

    /// <summary>Keeps the responses of the output cache in Redis, on the registered <c>IConnectionMultiplexer</c>,
    /// whether <c>AddOutputCache</c> comes before or after.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Sets the options of the cache, which are validated at start. By default keys begin with
    /// <c>cache:output</c>.</param>
    /// <returns>The same collection.</returns>
    /// <remarks>The cache is the keyed <see cref="IRedisCache"/> of the name <c>output</c>.</remarks>
    public static IServiceCollection AddRedisOutputCache(
        this IServiceCollection services, Action<RedisCacheOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddRedisCache(Name, configure);
        return services.Replace(ServiceDescriptor.Singleton<IOutputCacheStore>(static provider =>
            new RedisOutputCacheStore(
                provider.GetRequiredKeyedService<IRedisCache>(Name),
                provider.GetService<ILogger<RedisOutputCacheStore>>(),
                provider.GetService<TimeProvider>())));
    }
}
