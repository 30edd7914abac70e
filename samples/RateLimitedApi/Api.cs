using Engine.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Patterns.RateLimiting.AspNetCore;
using StackExchange.Redis;
using IServer = Microsoft.AspNetCore.Hosting.Server.IServer;

namespace RateLimitedApi;

/// <summary>
/// An API whose users have five requests in ten seconds and whose tenants have twenty in a minute, on the embedded
/// engine or, with <c>--redis localhost:6379</c>, on a real Redis. Who asks says so in the headers User and Tenant.
/// </summary>
public sealed class Api : IAsyncDisposable
{
    private static readonly string[] Orders = ["tea", "biscuits"];

    private readonly WebApplication _application;
    private readonly ConnectionMultiplexer _redis;
    private readonly EngineServer? _engine;

    private Api(WebApplication application, ConnectionMultiplexer redis, EngineServer? engine)
    {
        _application = application;
        _redis = redis;
        _engine = engine;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => new(
        _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<Api> StartAsync(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
        string? redisAddress = builder.Configuration["redis"];
        EngineServer? engine =
            redisAddress is null ? await EngineServer.StartAsync(new EngineOptions { Port = 0 }) : null;
        ConnectionMultiplexer redis =
            await ConnectionMultiplexer.ConnectAsync(redisAddress ?? $"localhost:{engine!.Port}");
        builder.Services.AddSingleton<IConnectionMultiplexer>(redis);
        AddLimits(builder.Services);

        WebApplication application = builder.Build();
        application.UseRouting();
        application.UseRedisRateLimiting();
        application.MapGet("/orders", () => Orders).RequireRateLimit("user", "tenant");
        application.MapGet("/health", () => "well").DisableRateLimit();
        await application.StartAsync();
        return new Api(application, redis, engine);
    }

    public Task WaitForShutdownAsync() => _application.WaitForShutdownAsync();

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        await _redis.DisposeAsync();
        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }
    }

    private static void AddLimits(IServiceCollection services)
    {
        #region limits
        services.AddRedisTokenBucketLimiter("user", options =>
        {
            options.Capacity = 5;
            options.TokensPerPeriod = 5;
            options.Period = TimeSpan.FromSeconds(10);
        });
        services.AddRedisSlidingCounterLimiter("tenant", options =>
        {
            options.PermitLimit = 20;
            options.Window = TimeSpan.FromMinutes(1);
        });
        services.AddRedisRateLimiting(options =>
        {
            options.AddPolicy("user", context => context.Request.Headers["User"]);
            options.AddPolicy("tenant", TenantOf);
            options.Tag = context => TenantOf(context) ?? "none";
        });
        #endregion
    }

    private static string? TenantOf(HttpContext context) => context.Request.Headers["Tenant"];
}
