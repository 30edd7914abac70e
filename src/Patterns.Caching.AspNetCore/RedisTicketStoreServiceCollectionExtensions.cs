using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Patterns.Caching.AspNetCore;
using Patterns.Caching.Sessions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the store of tickets.</summary>
public static class RedisTicketStoreServiceCollectionExtensions
{
    private const string Name = "tickets";

    /// <summary>Keeps the tickets of cookie authentication in Redis, on the registered
    /// <c>IConnectionMultiplexer</c>.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Sets the options of the sessions, which are validated at start. By default keys begin
    /// with <c>session:tickets</c>.</param>
    /// <param name="scheme">The scheme of the cookie authentication.</param>
    /// <returns>The same collection.</returns>
    /// <remarks>To list and end sessions take <see cref="RedisTicketStore.Sessions"/> of the registered
    /// <see cref="RedisTicketStore"/>.</remarks>
    public static IServiceCollection AddRedisTicketStore(
        this IServiceCollection services,
        Action<SessionOptions>? configure = null,
        string scheme = CookieAuthenticationDefaults.AuthenticationScheme)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        services.AddRedisSessions<byte[]>(Name, configure);
        services.TryAddSingleton(static provider => new RedisTicketStore(
            provider.GetRequiredKeyedService<StringSessionStore<byte[]>>(Name), provider.GetService<TimeProvider>()));
        services.AddOptions<CookieAuthenticationOptions>(scheme)
            .Configure<RedisTicketStore>(static (options, store) => options.SessionStore = store);
        return services;
    }
}
