using System.Net;
using Engine.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Patterns.RateLimiting.AspNetCore.Tests.Snippets;

/// <summary>A test of an application, as docs/engine/testing.md has it.</summary>
public sealed class WebTestSnippets
{
    [Fact]
    public async Task Who_was_refused_is_served_a_minute_later()
    {
        CancellationToken token = TestContext.Current.CancellationToken;

        #region web
        await using var engine = await TestEngine.StartAsync();
        await using var redis = await engine.ConnectAsync();
        void UseEngine(IServiceCollection services)
        {
            services.AddSingleton<IConnectionMultiplexer>(redis);   // the last registration counts
            services.AddSingleton<TimeProvider>(engine.Time);
        }

        // WebApplicationFactory<Program>: factory.WithWebHostBuilder(web => web.ConfigureTestServices(UseEngine))
        await using WebApplication app = await StartAsync(UseEngine);
        using HttpClient client = app.GetTestClient();
        HttpResponseMessage first = await client.GetAsync("/report", token);
        HttpResponseMessage second = await client.GetAsync("/report", token);
        await engine.Time.AdvanceAsync(TimeSpan.FromMinutes(1), token);
        HttpResponseMessage later = await client.GetAsync("/report", token);
        #endregion

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.TooManyRequests, HttpStatusCode.OK],
            new[] { first, second, later }.Select(response => response.StatusCode));
        Assert.InRange(second.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    }

    private static async Task<WebApplication> StartAsync(Action<IServiceCollection> configureTestServices)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IConnectionMultiplexer>(
            _ => throw new InvalidOperationException("A test must not reach the real Redis."));
        builder.Services.AddRedisFixedWindowLimiter(
            "report", options => (options.PermitLimit, options.Window) = (1, TimeSpan.FromMinutes(1)));
        builder.Services.AddRedisRateLimiting(options => options.AddPolicy("report", RequestPartition.Route));
        configureTestServices(builder.Services);
        WebApplication app = builder.Build();
        app.UseRouting();
        app.UseRedisRateLimiting();
        app.MapGet("/report", () => "done").RequireRateLimit("report");
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}
