using System.Net;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Patterns.RateLimiting.SlidingWindowCounter;
using Patterns.RateLimiting.TokenBucket;
using Redis.Fixtures.Servers;

namespace Patterns.RateLimiting.AspNetCore.Tests.Snippets;

/// <summary>The code of the page does what it says.</summary>
public sealed class AspNetCoreSnippetsTests(RealRedis server) : IClassFixture<RealRedis>
{
    [Fact]
    public async Task The_endpoints_of_the_page_are_limited()
    {
        string prefix = SingleRedis.NewKeyPrefix();
        await using TestApplication app = await TestApplication.StartAsync(
            await server.ConnectAsync(),
            services =>
            {
                AspNetCoreSnippets.Register(services);

                // Nothing comes back while the test runs.
                services.Configure<RedisTokenBucketOptions>("user", options =>
                {
                    options.KeyPrefix = prefix + "u";
                    options.Period = TimeSpan.FromDays(300);
                    options.RedisTimeout = TimeSpan.FromSeconds(30);
                });
                services.Configure<RedisSlidingCounterOptions>("tenant", options =>
                {
                    options.KeyPrefix = prefix + "t";
                    options.RedisTimeout = TimeSpan.FromSeconds(30);
                });
            },
            AspNetCoreSnippets.Use,
            AspNetCoreSnippets.Map);
        HttpResponseMessage orders = await app.GetAsync("/orders");
        Assert.Equal(HttpStatusCode.OK, orders.StatusCode);
        string limit = Assert.Single(orders.Headers.GetValues("RateLimit"));
        Assert.Contains("\"user\";r=19", limit, StringComparison.Ordinal);

        using var content = new StringContent("");
        HttpResponseMessage import = await app.Client.PostAsync(
            "/import", content, TestContext.Current.CancellationToken);
        Assert.Contains("\"user\";r=9", Assert.Single(import.Headers.GetValues("RateLimit")), StringComparison.Ordinal);
        Assert.False((await app.GetAsync("/health")).Headers.Contains("RateLimit"));
    }

    [Fact]
    public void The_frameworks_options_are_set()
    {
        var services = new ServiceCollection();
        AspNetCoreSnippets.RegisterInFramework(services);
        using ServiceProvider provider = services.BuildServiceProvider();
        Assert.NotNull(provider.GetRequiredService<IOptions<RateLimiterOptions>>().Value.OnRejected);
    }
}
