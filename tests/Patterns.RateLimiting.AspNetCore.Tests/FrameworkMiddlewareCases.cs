using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Redis.Fixtures.Servers;

namespace Patterns.RateLimiting.AspNetCore.Tests;

/// <summary>Limiters on Redis inside ASP.NET Core's own middleware.</summary>
public abstract class FrameworkMiddlewareCases(RecipeServer server)
{
    [Fact]
    public async Task A_policy_of_the_framework_asks_redis_and_refuses_with_429_and_headers()
    {
        await using TestApplication app = await TestApplication.StartAsync(
            await server.ConnectAsync(),
            static services =>
            {
                services.AddProblemDetails();
                services.AddRedisTokenBucketLimiter("api", options =>
                {
                    options.KeyPrefix = SingleRedis.NewKeyPrefix();
                    options.Capacity = 2;
                    options.TokensPerPeriod = 2;
                    options.Period = TimeSpan.FromDays(1);
                    options.RedisTimeout = TimeSpan.FromSeconds(30);
                });
                services.AddRateLimiter(
                    options => options.AddRedisPolicy("api", TestApplication.UserOf).UseRedisProblemDetails());
            },
            static app => app.UseRateLimiter(),
            static routes => routes.MapGet("/", () => "ok").RequireRateLimiting("api"));

        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/")).StatusCode);
        for (int request = 0; request < 3; request++)
        {
            HttpResponseMessage refused = await app.GetAsync("/");
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.Equal("\"api\";q=2;w=86400", Assert.Single(refused.Headers.GetValues("RateLimit-Policy")));
            Assert.NotNull(refused.Headers.RetryAfter);
            Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
        }

        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/", user: "bob")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/", user: "")).StatusCode);
    }

    [Fact]
    public async Task A_concurrency_limit_holds_its_permit_while_the_request_runs_in_the_framework_too()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var finish = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TestApplication app = await TestApplication.StartAsync(
            await server.ConnectAsync(),
            static services =>
            {
                services.AddProblemDetails();
                services.AddRedisConcurrencyLimiter("slow", options =>
                {
                    options.KeyPrefix = SingleRedis.NewKeyPrefix();
                    options.PermitLimit = 1;
                    options.RedisTimeout = TimeSpan.FromSeconds(30);
                });
                services.AddRateLimiter(
                    options => options.AddRedisPolicy("slow", TestApplication.UserOf).UseRedisProblemDetails());
            },
            static app => app.UseRateLimiter(),
            routes => routes.MapGet("/", async () =>
            {
                started.TrySetResult();
                await finish.Task;
                return "done";
            }).RequireRateLimiting("slow"));

        Task<HttpResponseMessage> running = app.GetAsync("/");
        await Task.WhenAny(started.Task, running);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await app.GetAsync("/")).StatusCode);
        finish.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await running).StatusCode);
        await Eventually.TrueAsync(
            async () => (await app.GetAsync("/")).StatusCode == HttpStatusCode.OK, "the permit is free");
    }
}
