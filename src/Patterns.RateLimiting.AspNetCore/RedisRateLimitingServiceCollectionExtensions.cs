using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Patterns.RateLimiting.AspNetCore;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers and uses the middleware.</summary>
public static class RedisRateLimitingServiceCollectionExtensions
{
    /// <summary>Registers the policies of the middleware, and problem details for refusals.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Adds the policies.</param>
    /// <returns>The same collection.</returns>
    public static IServiceCollection AddRedisRateLimiting(
        this IServiceCollection services, Action<RedisRateLimitingOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        services.AddProblemDetails();
        return services.Configure(configure);
    }

    /// <summary>Limits requests from here on. Put it behind routing and authentication, whose results policies
    /// use.</summary>
    /// <param name="app">The application.</param>
    /// <returns>The same application.</returns>
    /// <exception cref="InvalidOperationException">The policies are not registered.</exception>
    public static IApplicationBuilder UseRedisRateLimiting(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        return app.ApplicationServices.GetService<IProblemDetailsService>() is null
            ? throw new InvalidOperationException(
                "The middleware finds no policies: register them with services.AddRedisRateLimiting.")
            : app.UseMiddleware<RedisRateLimitingMiddleware>();
    }
}
