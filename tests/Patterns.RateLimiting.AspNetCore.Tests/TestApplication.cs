using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Patterns.RateLimiting.AspNetCore.Tests;

/// <summary>An application in memory. A request says who sends it in the header <c>User</c>.</summary>
internal sealed class TestApplication : IAsyncDisposable
{
    private readonly IHost _host;

    private TestApplication(IHost host)
    {
        _host = host;
        Client = host.GetTestClient();
    }

    public HttpClient Client { get; }

    public static async Task<TestApplication> StartAsync(
        IConnectionMultiplexer connection,
        Action<IServiceCollection> register,
        Action<IApplicationBuilder> use,
        Action<IEndpointRouteBuilder> map)
    {
        IHost host = await new HostBuilder()
            .ConfigureWebHost(web => web
                .UseTestServer()
                .ConfigureServices(services =>
                {
                    services.AddRouting();
                    services.AddSingleton(connection);
                    register(services);
                })
                .Configure(app =>
                {
                    app.UseRouting();
                    use(app);
                    app.UseEndpoints(map);
                }))
            .StartAsync(TestContext.Current.CancellationToken);
        return new TestApplication(host);
    }

    public static string? UserOf(HttpContext context) => context.Request.Headers["User"];

    public async Task<HttpResponseMessage> GetAsync(string path, string user = "ada")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("User", user);
        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.StopAsync(TestContext.Current.CancellationToken);
        _host.Dispose();
    }
}
