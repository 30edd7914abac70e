using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.Extensions.DependencyInjection;

namespace Patterns.Caching.AspNetCore.Tests.Snippets;

/// <summary>The code of the pages, which <see cref="OutputCacheCases"/> run as it stands there.</summary>
internal static class OutputCacheSnippets
{
    public static void Register(WebApplicationBuilder builder)
    {
        #region output
        builder.Services.AddOutputCache();
        builder.Services.AddRedisOutputCache(options => options.KeyPrefix = "shop:pages");
        #endregion
    }

    public static void Map(WebApplication app, Func<string> listProducts, Action<string> addProduct)
    {
        #region output-use
        app.UseOutputCache();
        app.MapGet("/products", () => listProducts())
            .CacheOutput(policy => policy.Expire(TimeSpan.FromMinutes(10)).Tag("products"));
        app.MapPost("/products/{name}", async (string name, IOutputCacheStore pages, CancellationToken token) =>
        {
            addProduct(name);
            await pages.EvictByTagAsync("products", token);
        });
        #endregion
    }
}
