using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Patterns.Caching.AspNetCore.Tests.Snippets;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Patterns.Caching.AspNetCore.Tests;

/// <summary>Cookie authentication whose tickets are sessions.</summary>
public abstract class TicketCases(RecipeServer server)
{
    private readonly string _prefix = SingleRedis.NewKeyPrefix();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_login_is_a_session_of_its_user_and_its_cookie_stays_small()
    {
        await using WebApplication app = await StartAsync();
        using HttpClient browser = app.GetTestClient();
        Assert.Equal("nobody", await GetAsync(browser, "/me"));
        await GetAsync(browser, "/login/ada");
        Assert.Equal("ada", await GetAsync(browser, "/me"));
        Assert.InRange(browser.DefaultRequestHeaders.GetValues("Cookie").Single().Length, 1, 1_000);
        RedisTicketStore tickets = app.Services.GetRequiredService<RedisTicketStore>();
        Assert.Equal("ada", Assert.Single(await tickets.Sessions.ListAsync("ada", Cancellation)).User);

        await GetAsync(browser, "/logout");
        Assert.Equal("nobody", await GetAsync(browser, "/me"));
        Assert.Empty(await tickets.Sessions.ListAsync("ada", Cancellation));
    }

    [Fact]
    public async Task A_session_that_was_ended_elsewhere_is_a_logout()
    {
        await using WebApplication app = await StartAsync();
        using HttpClient phone = app.GetTestClient(), laptop = app.GetTestClient();
        await GetAsync(phone, "/login/ada");
        await GetAsync(laptop, "/login/ada");
        using HttpResponseMessage response = await laptop.PostAsync(Of("/password"), null, Cancellation);
        Assert.Equal("2", await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("nobody", await GetAsync(phone, "/me"));
        Assert.Equal("nobody", await GetAsync(laptop, "/me"));
    }

    [Fact]
    public async Task A_cookie_of_a_session_that_has_ended_does_not_bring_it_back()
    {
        await using WebApplication app = await StartAsync();
        using HttpClient browser = app.GetTestClient(), thief = app.GetTestClient();
        await GetAsync(browser, "/login/ada");
        thief.DefaultRequestHeaders.Add("Cookie", browser.DefaultRequestHeaders.GetValues("Cookie"));
        Assert.Equal("ada", await GetAsync(thief, "/me"));
        await GetAsync(browser, "/logout");
        Assert.Equal("nobody", await GetAsync(thief, "/me"));
    }

    [Fact]
    public async Task One_user_does_not_take_over_the_session_of_another()
    {
        await using WebApplication app = await StartAsync();
        using HttpClient browser = app.GetTestClient();
        await GetAsync(browser, "/login/ada");
        await Assert.ThrowsAsync<InvalidOperationException>(() => GetAsync(browser, "/login/bea"));
        Assert.Equal("nobody", await GetAsync(browser, "/me"));
        RedisTicketStore tickets = app.Services.GetRequiredService<RedisTicketStore>();
        Assert.Empty(await tickets.Sessions.ListAsync("ada", Cancellation));
    }

    [Fact]
    public async Task A_ticket_without_a_user_is_refused()
    {
        await using WebApplication app = await StartAsync();
        RedisTicketStore tickets = app.Services.GetRequiredService<RedisTicketStore>();
        var ticket = new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity()), "scheme");
        InvalidOperationException refused =
            await Assert.ThrowsAsync<InvalidOperationException>(() => tickets.StoreAsync(ticket, Cancellation));
        Assert.Contains("NameIdentifier", refused.Message, StringComparison.Ordinal);
    }

    private static Uri Of(string path) => new(path, UriKind.Relative);

    private static async Task<string> GetAsync(HttpClient client, string path)
    {
        using HttpResponseMessage response = await client.GetAsync(Of(path), Cancellation);
        response.EnsureSuccessStatusCode();
        if (response.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? cookies))
        {
            client.DefaultRequestHeaders.Remove("Cookie");
            client.DefaultRequestHeaders.Add("Cookie", cookies.Select(cookie => cookie.Split(';')[0]));
        }

        return await response.Content.ReadAsStringAsync(Cancellation);
    }

    private async Task<WebApplication> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IConnectionMultiplexer>(await server.ConnectAsync());
        TicketSnippets.Register(builder);
        builder.Services.Configure<Sessions.SessionOptions>("tickets", options => options.KeyPrefix = _prefix);
        WebApplication app = builder.Build();
        app.UseAuthentication();
        TicketSnippets.Map(app);
        app.MapGet("/me", (HttpContext context) => context.User.Identity?.Name ?? "nobody");
        app.MapGet("/logout", (HttpContext context) => context.SignOutAsync());
        app.MapGet("/login/{user}", (string user, HttpContext context) => context.SignInAsync(
            new ClaimsPrincipal(new ClaimsIdentity(
                [
                    new(ClaimTypes.NameIdentifier, user),
                    new(ClaimTypes.Name, user),
                    .. Enumerable.Range(0, 100).Select(role => new Claim(ClaimTypes.Role, $"role {role}")),
                ],
                CookieAuthenticationDefaults.AuthenticationScheme))));
        await app.StartAsync(Cancellation);
        return app;
    }
}
