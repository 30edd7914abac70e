using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Patterns.RateLimiting.AspNetCore.Tests.Snippets;

/// <summary>The code of docs/rate-limiting/aspnetcore.md, run by <see cref="AspNetCoreSnippetsTests"/>.</summary>
internal static class AspNetCoreSnippets
{
    public static void Register(IServiceCollection services)
    {
        #region register
        services.AddRedisTokenBucketLimiter("user", options => options.Capacity = 20);
        services.AddRedisSlidingCounterLimiter("tenant", options => options.PermitLimit = 1_000);
        services.AddRedisRateLimiting(options =>
        {
            options.AddPolicy("user", RequestPartition.UserOrAddress);
            options.AddPolicy("tenant", TenantOf);
            options.Tag = TenantOf;
        });
        #endregion
    }

    private static string? TenantOf(HttpContext context) => context.Request.Headers["Tenant"];

    public static void Use(IApplicationBuilder app)
    {
        #region use
        app.UseRouting();
        app.UseRedisRateLimiting();   // behind routing and authentication, whose results the policies use
        #endregion
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        #region map
        routes.MapGet("/orders", () => "orders").RequireRateLimit("user", "tenant");
        routes.MapPost("/import", [RateLimit("user", Permits = 10), RateLimit("tenant")] () => "imported");
        routes.MapGet("/health", () => "well").DisableRateLimit();
        #endregion
    }

    public static void RegisterInFramework(IServiceCollection services)
    {
        #region framework
        services.AddRateLimiter(options => options
            .AddRedisPolicy("user", RequestPartition.UserOrAddress)   // for RequireRateLimiting("user")
            .UseRedisProblemDetails());
        #endregion
    }
}
