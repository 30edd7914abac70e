using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Patterns.Caching.AspNetCore.Tests.Snippets;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Patterns.Caching.AspNetCore.Tests;

/// <summary>The output cache, whose responses are in Redis.</summary>
public abstract class OutputCacheCases(RecipeServer server)
{
    private readonly string _prefix = SingleRedis.NewKeyPrefix();
    private readonly RecordingLogger<RedisOutputCacheStore> _logger = new();
    private readonly List<string> _products = ["kettle"];
    private int _made;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_response_is_made_once_for_all_processes()
    {
        await using WebApplication here = await StartAsync();
        await using WebApplication there = await StartAsync();
        Assert.Equal("kettle", await GetAsync(here));
        Assert.Equal("kettle", await GetAsync(here));
        Assert.Equal("kettle", await GetAsync(there));
        Assert.Equal(1, _made);
    }

    [Fact]
    public async Task What_one_process_evicts_no_other_serves()
    {
        await using WebApplication here = await StartAsync();
        await using WebApplication there = await StartAsync();
        await GetAsync(there);
        using HttpClient client = here.GetTestClient();
        using HttpResponseMessage added = await client.PostAsync(
            new Uri("/products/teapot", UriKind.Relative), null, Cancellation);
        added.EnsureSuccessStatusCode();
        Assert.Equal("kettle, teapot", await GetAsync(there));
        Assert.Equal(2, _made);
    }

    [Fact]
    public async Task A_response_that_is_too_large_is_sent_and_not_kept()
    {
        await using WebApplication app = await StartAsync();
        _products[0] = new string('x', 10_000);
        Assert.Equal(_products[0], await GetAsync(app));
        Assert.Equal(_products[0], await GetAsync(app));
        Assert.Equal(2, _made);
        Assert.Single(_logger[1900]);
    }

    [Fact]
    public async Task A_response_lives_for_as_long_as_the_caller_says_within_the_bounds_of_an_entry()
    {
        await using WebApplication app = await StartAsync();
        var store = app.Services.GetRequiredService<IOutputCacheStore>();
        await store.SetAsync("hour", [1], tags: null, TimeSpan.FromHours(1), Cancellation);
        await store.SetAsync("never", [1], tags: null, TimeSpan.MaxValue, Cancellation);
        await store.SetAsync("now", [1], tags: null, TimeSpan.Zero, Cancellation);

        IDatabase database = (await server.ConnectAsync()).GetDatabase();
        TimeSpan? left = await database.KeyTimeToLiveAsync($"{_prefix}:2:e:hour");
        Assert.InRange(left!.Value, TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(61));
        Assert.Equal([1], (await store.GetAsync("never", Cancellation))!);
        Assert.Null(await store.GetAsync("unknown", Cancellation));
    }

    private static async Task<string> GetAsync(WebApplication app)
    {
        using HttpClient client = app.GetTestClient();
        return await client.GetStringAsync(new Uri("/products", UriKind.Relative), Cancellation);
    }

    private async Task<WebApplication> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IConnectionMultiplexer>(await server.ConnectAsync());
        builder.Services.AddSingleton<ILogger<RedisOutputCacheStore>>(_logger);
        OutputCacheSnippets.Register(builder);
        builder.Services.Configure<RedisCacheOptions>("output", options =>
        {
            options.KeyPrefix = _prefix;
            options.MaxValueBytes = 5_000;
            options.RedisTimeout = TimeSpan.FromSeconds(30);
        });
        WebApplication app = builder.Build();
        OutputCacheSnippets.Map(app, List, _products.Add);
        await app.StartAsync(Cancellation);
        return app;
    }

    private string List()
    {
        _made++;
        return string.Join(", ", _products);
    }
}
