using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Patterns.RateLimiting.AspNetCore;
using StackExchange.Redis;

namespace Patterns.RateLimiting.Benchmarks;

/// <summary>The middleware beside the framework's own, each on nothing but an endpoint that does nothing.</summary>
internal static class MiddlewarePairs
{
    private const string Policy = "api";
    private const string Framework = "the framework's middleware";

    public static IEnumerable<Pair> All(IConnectionMultiplexer connection) =>
    [
        new(
            "middleware, granted by Redis",
            $"{Framework} and the same limiter",
            1,
            4_000,
            Ours(connection, "mo", localBatch: 1),
            Theirs(connection, options => options.AddRedisPolicy(Policy, static _ => "p"))),
        new(
            "middleware, granted locally",
            $"{Framework} and its TokenBucketRateLimiter",
            1,
            100_000,
            Ours(connection, "ml", localBatch: 1_000_000),
            Theirs(connection, AddTokenBucket)),

        // The headers are written when the response starts; the framework's middleware writes none.
        new(
            "middleware, granted locally, before the headers",
            $"{Framework} and its TokenBucketRateLimiter",
            1,
            100_000,
            Ours(connection, "mh", localBatch: 1_000_000, starts: false),
            Theirs(connection, AddTokenBucket, starts: false)),
    ];

    private static void AddTokenBucket(RateLimiterOptions options)
        => options.AddTokenBucketLimiter(Policy, static bucket =>
        {
            bucket.TokenLimit = 1_000_000_000;
            bucket.TokensPerPeriod = 1;
            bucket.ReplenishmentPeriod = TimeSpan.FromDays(1);
            bucket.AutoReplenishment = false;
        });

    private static Func<ValueTask> Ours(
        IConnectionMultiplexer connection, string prefix, int localBatch, bool starts = true)
    {
        IServiceCollection services = Services(connection, prefix, localBatch);
        services.AddRedisRateLimiting(options => options.AddPolicy(Policy, static _ => "p"));
        return Requests(services, static app => app.UseRedisRateLimiting(), new RateLimitAttribute(Policy), starts);
    }

    private static Func<ValueTask> Theirs(
        IConnectionMultiplexer connection, Action<RateLimiterOptions> configure, bool starts = true)
    {
        IServiceCollection services = Services(connection, "mt", localBatch: 1);
        services.AddRateLimiter(configure);
        return Requests(services, static app => app.UseRateLimiter(), new EnableRateLimitingAttribute(Policy), starts);
    }

    private static IServiceCollection Services(IConnectionMultiplexer connection, string prefix, int localBatch)
        => new ServiceCollection().AddLogging().AddSingleton(connection).AddMetrics()
            .AddRedisTokenBucketLimiter(Policy, options =>
            {
                options.KeyPrefix = prefix;
                options.Capacity = 1_000_000_000;
                options.TokensPerPeriod = 1_000_000_000;
                options.Period = TimeSpan.FromDays(1);
                options.RedisTimeout = TimeSpan.FromSeconds(30);
                options.LocalBatch = localBatch;
                options.LocalBatchLifetime = TimeSpan.FromMinutes(1);
            });

    private static Func<ValueTask> Requests(
        IServiceCollection services, Action<IApplicationBuilder> use, object policy, bool starts)
    {
        ServiceProvider provider = services.BuildServiceProvider();
        var app = new ApplicationBuilder(provider);
        use(app);
        app.Run(static _ => Task.CompletedTask);
        RequestDelegate pipeline = app.Build();
        var endpoint = new Endpoint(
            static _ => Task.CompletedTask, new EndpointMetadataCollection(policy), "an endpoint that does nothing");
        return async () =>
        {
            var response = new StartingResponse();
            var context = new DefaultHttpContext { RequestServices = provider };
            context.Features.Set<IHttpResponseFeature>(response);
            context.SetEndpoint(endpoint);
            await pipeline(context);
            if (starts)
            {
                await response.StartAsync();
            }

            if (context.Response.StatusCode != StatusCodes.Status200OK)
            {
                throw new InvalidOperationException("The request was refused.");
            }
        };
    }

    /// <summary>A response that starts, as a server's does.</summary>
    private sealed class StartingResponse : HttpResponseFeature
    {
        private Func<object, Task>? _callback;
        private object? _state;

        public override void OnStarting(Func<object, Task> callback, object state)
            => (_callback, _state) = (callback, state);

        public Task StartAsync() => _callback?.Invoke(_state!) ?? Task.CompletedTask;
    }
}
