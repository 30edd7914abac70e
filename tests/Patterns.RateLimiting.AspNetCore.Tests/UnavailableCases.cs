using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Redis.Fixtures.Servers;

namespace Patterns.RateLimiting.AspNetCore.Tests;

/// <summary>Redis is gone.</summary>
/// <param name="server">A server of the test's own.</param>
public abstract class UnavailableCases(InterruptibleServer server) : IAsyncLifetime
{
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(RateLimitFailureMode.Closed, HttpStatusCode.ServiceUnavailable)]
    [InlineData(RateLimitFailureMode.Open, HttpStatusCode.OK)]
    [InlineData(RateLimitFailureMode.LocalFallback, HttpStatusCode.OK)]
    public async Task An_outage_is_503_or_no_matter_as_the_failure_mode_says_and_never_429(
        RateLimitFailureMode mode, HttpStatusCode status)
    {
        await using TestApplication app = await TestApplication.StartAsync(
            await server.ConnectAsync(),
            services =>
            {
                services.AddRedisGcraLimiter("api", options =>
                {
                    options.KeyPrefix = SingleRedis.NewKeyPrefix();
                    options.FailureMode = mode;
                });
                services.AddRedisRateLimiting(options => options.AddPolicy("api", TestApplication.UserOf));
            },
            static app => app.UseRedisRateLimiting(),
            static routes => routes.MapGet("/", () => "ok").RequireRateLimit("api"));
        await server.KillAsync();
        HttpResponseMessage response = await app.GetAsync("/");
        Assert.Equal(status, response.StatusCode);
        if (status == HttpStatusCode.ServiceUnavailable)
        {
            string problem = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Contains("temporary-reduced-capacity", problem, StringComparison.Ordinal);
        }
    }
}
