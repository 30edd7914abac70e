using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Patterns.RateLimiting.AspNetCore;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Conformance.Tests.Recipes;

internal sealed class AspNetCoreWalk : IRecipeWalk
{
    public async Task WalkAsync(ConnectionMultiplexer connection, string hashTag, CalledOperations called)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConnectionMultiplexer>(connection);
        services.AddRedisGcraLimiter(
            "api",
            options => (options.KeyPrefix, options.RedisTimeout) = (SingleRedis.NewKeyPrefix(), IRecipeWalk.Patience));
        services.AddRedisRateLimiting(options =>
        {
            options.AddPolicy("api", _ => hashTag.Trim('{', '}'));
            options.GlobalPolicies.Add("api");
        });
        await using ServiceProvider provider = services.BuildServiceProvider();
        bool reached = false;
        var middleware = new RedisRateLimitingMiddleware(
            _ =>
            {
                reached = true;
                return Task.CompletedTask;
            },
            provider.GetRequiredService<IOptions<RedisRateLimitingOptions>>(),
            provider,
            provider.GetRequiredService<IProblemDetailsService>());
        HttpContext context = new DefaultHttpContext { RequestServices = provider };

        await called.RunAsync(() => middleware.InvokeAsync(context));

        Assert.True(reached);
        Assert.True(context.Features.Get<IRateLimitFeature>()!.IsGranted);
    }
}
