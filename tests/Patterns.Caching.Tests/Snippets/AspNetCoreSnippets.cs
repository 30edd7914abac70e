using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Patterns.Caching.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Caching.Tests.Snippets;

/// <summary>ASP.NET Core's sessions in Redis, as the page about sessions shows it.</summary>
public sealed class AspNetCoreSnippets(EmbeddedEngine server) : CacheCases(server), IClassFixture<EmbeddedEngine>
{
    [Fact]
    public async Task The_session_middleware_keeps_its_sessions_in_Redis()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IConnectionMultiplexer>(await ConnectAsync());
        builder.Services.AddSingleton<TimeProvider>(Clock);

        #region middleware
        builder.Services.AddRedisDistributedCache(options => options.KeyPrefix = "shop:http");
        builder.Services.AddSession(options => options.IdleTimeout = TimeSpan.FromMinutes(30));
        #endregion

        await using WebApplication app = builder.Build();
        app.UseSession();
        app.MapGet("/", (HttpContext context) =>
        {
            int visits = (context.Session.GetInt32("visits") ?? 0) + 1;
            context.Session.SetInt32("visits", visits);
            return visits;
        });
        await app.StartAsync(Cancellation);
        using HttpClient client = app.GetTestClient();

        Assert.Equal("1", await VisitAsync(client));
        Assert.Equal("2", await VisitAsync(client));
        await Clock.AdvanceAsync(TimeSpan.FromMinutes(29), Cancellation);
        Assert.Equal("3", await VisitAsync(client));
        await Clock.AdvanceAsync(TimeSpan.FromMinutes(29), Cancellation);
        Assert.Equal("4", await VisitAsync(client));
        await Clock.AdvanceAsync(TimeSpan.FromMinutes(31), Cancellation);
        Assert.Equal("1", await VisitAsync(client));
    }

    private static async Task<string> VisitAsync(HttpClient client)
    {
        using HttpResponseMessage response = await client.GetAsync(new Uri("/", UriKind.Relative), Cancellation);
        response.EnsureSuccessStatusCode();
        if (response.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? cookies))
        {
            client.DefaultRequestHeaders.Remove("Cookie");
            client.DefaultRequestHeaders.Add("Cookie", cookies.Select(cookie => cookie.Split(';')[0]));
        }

        return await response.Content.ReadAsStringAsync(Cancellation);
    }
}
