using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Redis.Fixtures.Servers;

namespace Patterns.RateLimiting.AspNetCore.Tests;

/// <summary>The middleware of this package.</summary>
public abstract class MiddlewareCases(RecipeServer server)
{
    private readonly string _prefix = SingleRedis.NewKeyPrefix();
    private readonly SlowRequest _slow = new();

    [Fact]
    public async Task Every_response_tells_the_limit_and_a_refusal_is_429_with_problem_details()
    {
        await using TestApplication app = await StartAsync();
        HttpResponseMessage granted = await app.GetAsync("/one");
        Assert.Equal(HttpStatusCode.OK, granted.StatusCode);
        Assert.Equal("\"user\";q=2;w=86400", Header(granted, "RateLimit-Policy"));
        Assert.Matches("^\"user\";r=1;t=(86400|[1-8]?\\d{1,4})$", Header(granted, "RateLimit"));
        Assert.Null(granted.Headers.RetryAfter);

        await app.GetAsync("/one");
        HttpResponseMessage refused = await app.GetAsync("/one");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        Assert.StartsWith("\"user\";r=0;t=", Header(refused, "RateLimit"), StringComparison.Ordinal);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
        JsonElement problem = JsonDocument.Parse(await ReadAsync(refused)).RootElement;
        Assert.Equal(429, problem.GetProperty("status").GetInt32());
        Assert.EndsWith("#quota-exceeded", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.Equal("user", problem.GetProperty("violated-policies")[0].GetString());

        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/one", user: "bob")).StatusCode);
    }

    [Fact]
    public async Task Several_policies_of_an_endpoint_are_asked_in_one_round_trip()
    {
        await using TestApplication app = await StartAsync();
        await app.GetAsync("/two", "warm");
        CommandLog log = CommandLog.Of(await server.ConnectAsync());
        HttpResponseMessage granted = await app.GetAsync("/two");
        Assert.Equal("EVALSHA", log.Take());
        Assert.Equal("\"user\";q=2;w=86400, \"tenant\";q=5;w=86400", Header(granted, "RateLimit-Policy"));

        await app.GetAsync("/two");
        HttpResponseMessage refused = await app.GetAsync("/two");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Contains("\"tenant\";r=2", Header(refused, "RateLimit"), StringComparison.Ordinal);
        JsonElement problem = JsonDocument.Parse(await ReadAsync(refused)).RootElement;
        Assert.Equal(
            ["user"], problem.GetProperty("violated-policies").EnumerateArray().Select(policy => policy.GetString()));
    }

    [Fact]
    public async Task An_endpoint_may_take_several_permits_at_once()
    {
        await using TestApplication app = await StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/heavy")).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await app.GetAsync("/heavy")).StatusCode);
    }

    [Fact]
    public async Task What_was_decided_is_a_feature_of_the_request()
    {
        await using TestApplication app = await StartAsync();
        Assert.Equal("user: 1 left", await ReadAsync(await app.GetAsync("/feature")));
    }

    [Fact]
    public async Task An_exempt_endpoint_and_a_request_without_a_partition_are_not_limited()
    {
        await using TestApplication app = await StartAsync(options => options.GlobalPolicies.Add("user"));
        for (int request = 0; request < 4; request++)
        {
            HttpResponseMessage exempt = await app.GetAsync("/exempt");
            Assert.Equal(HttpStatusCode.OK, exempt.StatusCode);
            Assert.False(exempt.Headers.Contains("RateLimit"));
            Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/open", user: "")).StatusCode);
        }

        await app.GetAsync("/open");
        await app.GetAsync("/open");
        Assert.Equal(HttpStatusCode.TooManyRequests, (await app.GetAsync("/open")).StatusCode);
    }

    [Fact]
    public async Task A_permit_of_a_concurrency_limit_is_held_while_the_request_runs()
    {
        await using TestApplication app = await StartAsync();
        Task<HttpResponseMessage> running = app.GetAsync("/slow");
        await Eventually.TrueAsync(() => _slow.Started.Task.IsCompleted, "the request runs");
        Assert.Equal(HttpStatusCode.TooManyRequests, (await app.GetAsync("/slow")).StatusCode);
        _slow.Finish.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await running).StatusCode);
        await Eventually.TrueAsync(
            async () => (await app.GetAsync("/slow")).StatusCode == HttpStatusCode.OK, "the permit is free");
    }

    [Fact]
    public async Task A_name_that_partitions_may_not_have_is_limited_too()
    {
        await using TestApplication app = await StartAsync();
        foreach (string user in (string[])["a{b}%", new string('x', 5_000)])
        {
            Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/one", user)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/one", user)).StatusCode);
            Assert.Equal(HttpStatusCode.TooManyRequests, (await app.GetAsync("/one", user)).StatusCode);
        }
    }

    [Fact]
    public async Task Nobody_can_send_the_name_that_stands_for_the_long_name_of_another()
    {
        await using TestApplication app = await StartAsync();
        string user = new('x', 5_000);
        string hash = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(user)));
        await app.GetAsync("/one", hash);
        await app.GetAsync("/one", hash);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await app.GetAsync("/one", hash)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/one", user)).StatusCode);
    }

    [Fact]
    public async Task An_error_page_that_replaces_the_response_has_the_headers_and_is_not_charged_again()
    {
        await using TestApplication app = await StartAsync(
            options => options.GlobalPolicies.Add("user"), withErrorPage: true);
        HttpResponseMessage failed = await app.GetAsync("/fault");
        Assert.Equal(HttpStatusCode.InternalServerError, failed.StatusCode);
        Assert.Equal("sorry", await ReadAsync(failed));
        Assert.StartsWith("\"user\";r=1;t=", Header(failed, "RateLimit"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_configuration_changes_the_limit_of_the_next_request()
    {
        IConfigurationRoot configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("PermitLimit", "2")])
            .Build();
        await using TestApplication app = await StartAsync(configuration: configuration);
        Assert.Equal("\"user\";q=2;w=86400", Header(await app.GetAsync("/one"), "RateLimit-Policy"));
        configuration["PermitLimit"] = "7";
        configuration.Reload();
        HttpResponseMessage next = await app.GetAsync("/one");
        Assert.Equal("\"user\";q=7;w=86400", Header(next, "RateLimit-Policy"));
        Assert.StartsWith("\"user\";r=5;t=", Header(next, "RateLimit"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/untagged", "need a common tag")]
    [InlineData("/unknown", "has the policy 'nowhere', which does not exist")]
    public async Task Policies_that_cannot_work_are_named_with_their_remedy(string path, string sentence)
    {
        await using TestApplication app = await StartAsync(path == "/untagged" ? options => options.Tag = null : null);
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => app.GetAsync(path));
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task A_request_without_a_tag_is_limited_too(string? tag)
    {
        await using TestApplication app = await StartAsync(options => options.Tag = _ => tag);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/two")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("/two")).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await app.GetAsync("/two")).StatusCode);
    }

    [Fact]
    public void A_middleware_without_policies_says_what_is_missing()
    {
        using ServiceProvider services = new ServiceCollection().BuildServiceProvider();
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(
            () => new ApplicationBuilder(services).UseRedisRateLimiting());
        Assert.Contains("services.AddRedisRateLimiting", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_is_what_the_problem_details_of_the_application_make_of_it()
    {
        await using TestApplication app = await StartAsync(services: services => services.AddProblemDetails(
            options => options.CustomizeProblemDetails = context
                => context.ProblemDetails.Extensions["support"] = "ask ada"));
        await app.GetAsync("/one");
        await app.GetAsync("/one");
        JsonElement problem = JsonDocument.Parse(await ReadAsync(await app.GetAsync("/one"))).RootElement;
        Assert.Equal("ask ada", problem.GetProperty("support").GetString());
    }

    private static string Header(HttpResponseMessage response, string name)
        => Assert.Single(response.Headers.GetValues(name));

    private static Task<string> ReadAsync(HttpResponseMessage response)
        => response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private async Task<TestApplication> StartAsync(
        Action<RedisRateLimitingOptions>? configure = null,
        IConfigurationRoot? configuration = null,
        bool withErrorPage = false,
        Action<IServiceCollection>? services = null)
        => await TestApplication.StartAsync(
            await server.ConnectAsync(),
            collection =>
            {
                collection.AddRedisFixedWindowLimiter("user", options => Limit(options, 2));
                if (configuration is not null)
                {
                    collection.Configure<FixedWindow.RedisFixedWindowOptions>("user", configuration);
                }

                collection.AddRedisFixedWindowLimiter("tenant", options => Limit(options, 5));
                collection.AddRedisConcurrencyLimiter("slow", options =>
                {
                    (options.KeyPrefix, options.PermitLimit) = (_prefix + "slow", 1);
                    options.RedisTimeout = TimeSpan.FromSeconds(30);
                });
                collection.AddRedisRateLimiting(options =>
                {
                    options.AddPolicy("user", TestApplication.UserOf);
                    options.AddPolicy("tenant", static _ => "acme");
                    options.AddPolicy("slow", static _ => "all");
                    options.Tag = static _ => "acme";
                    configure?.Invoke(options);
                });
                services?.Invoke(collection);
            },
            app =>
            {
                if (withErrorPage)
                {
                    app.UseExceptionHandler("/sorry").UseRouting();
                }

                app.UseRedisRateLimiting();
            },
            routes =>
            {
                routes.MapGet("/fault", string () => throw new InvalidOperationException("It is meant to fail."));
                routes.MapGet("/sorry", () => "sorry");
                routes.MapGet("/one", () => "ok").RequireRateLimit("user");
                routes.MapGet("/two", () => "ok").RequireRateLimit("user", "tenant");
                routes.MapGet("/untagged", [RateLimit("user"), RateLimit("tenant")] () => "ok");
                routes.MapGet("/unknown", [RateLimit("nowhere")] () => "ok");
                routes.MapGet("/heavy", [RateLimit("user", Permits = 2)] () => "ok");
                routes.MapGet("/exempt", () => "ok").DisableRateLimit();
                routes.MapGet("/open", () => "ok");
                routes.MapGet("/slow", _slow.RunAsync).RequireRateLimit("slow");
                routes.MapGet("/feature", (HttpContext context) =>
                {
                    RateLimitDecision decision = context.Features.Get<IRateLimitFeature>()!.Decisions[0];
                    return $"{decision.Policy}: {decision.Remaining} left";
                }).RequireRateLimit("user");
            });

    private void Limit(FixedWindow.RedisFixedWindowOptions options, int limit)
    {
        options.KeyPrefix = _prefix + options.PolicyName;
        options.PermitLimit = limit;
        options.Window = TimeSpan.FromDays(1);
        options.RedisTimeout = TimeSpan.FromSeconds(30);
    }

    private sealed class SlowRequest
    {
        public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Finish { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task<string> RunAsync()
        {
            Started.TrySetResult();
            await Finish.Task;
            return "done";
        }
    }
}
