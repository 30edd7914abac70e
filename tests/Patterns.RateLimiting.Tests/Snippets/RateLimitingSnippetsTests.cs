using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Patterns.RateLimiting.FixedWindow;
using Patterns.RateLimiting.Tests.Support;
using Patterns.RateLimiting.TokenBucket;
using StackExchange.Redis;
using StackExchange.Redis.KeyspaceIsolation;

namespace Patterns.RateLimiting.Tests.Snippets;

/// <summary>The code of the pages does what they say.</summary>
public sealed class RateLimitingSnippetsTests(RealRedis server) : LimiterCases(server), IClassFixture<RealRedis>
{
    // What the pages register has the system's clock.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Every_limiter_of_the_pages_grants_its_first_permit()
    {
        IDatabase database = (await DatabaseAsync()).WithKeyPrefix(Prefix);
        Assert.True((await AcquireAsync(RateLimitingSnippets.FixedWindow(database))).IsAcquired);
        Assert.True((await AcquireAsync(RateLimitingSnippets.SlidingLog(database), "log")).IsAcquired);
        Assert.True((await AcquireAsync(RateLimitingSnippets.SlidingCounter(database), "counter")).IsAcquired);
        Assert.True((await AcquireAsync(RateLimitingSnippets.TokenBucket(database), "bucket")).IsAcquired);
        Assert.True((await AcquireAsync(RateLimitingSnippets.Gcra(database), "gcra")).IsAcquired);
        await RateLimitingSnippets.LeakyBucketAsync(database, Cancellation);
        await RateLimitingSnippets.ConcurrencyAsync(database, Cancellation);
        Assert.Equal(50, RateLimitingSnippets.Local().LocalBatch);
    }

    [Fact]
    public async Task A_registered_limiter_is_used_by_name()
    {
        var services = new ServiceCollection();
        RateLimitingSnippets.Register(services);
        services.AddSingleton<IConnectionMultiplexer>(await ConnectAsync());
        services.Configure<RedisTokenBucketOptions>("uploads", options => options.RedisTimeout = _patience);
        await using ServiceProvider provider = services.BuildServiceProvider();
        string user = Prefix;
        for (int call = 0; call < 20; call++)
        {
            Assert.Equal(TimeSpan.Zero, await RateLimitingSnippets.UseAsync(provider, user, Cancellation));
        }

        // A token comes back in 0.6 seconds, so a user who asks without a pause is refused soon.
        TimeSpan? retryAfter = TimeSpan.Zero;
        for (int call = 0; call < 1_000 && retryAfter == TimeSpan.Zero; call++)
        {
            retryAfter = await RateLimitingSnippets.UseAsync(provider, user, Cancellation);
        }

        Assert.InRange(retryAfter!.Value, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(0.6));
        RedisRateLimiter uploads = provider.GetRequiredKeyedService<RedisRateLimiter>("uploads");
        await uploads.ResetAsync($"user:{user}", null, Cancellation);
    }

    [Fact]
    public void A_limiter_takes_its_options_from_the_configuration()
    {
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                [new("Limits:Exports:PermitLimit", "1000"), new("Limits:Exports:Window", "1.00:00:00")])
            .Build();
        var services = new ServiceCollection();
        RateLimitingSnippets.Configure(services, configuration);
        using ServiceProvider provider = services.BuildServiceProvider();
        RedisFixedWindowOptions options =
            provider.GetRequiredService<IOptionsMonitor<RedisFixedWindowOptions>>().Get("exports");
        Assert.Equal((1_000, TimeSpan.FromDays(1)), (options.PermitLimit, options.Window));
    }

    [Fact]
    public async Task The_tightest_of_several_limits_is_named()
    {
        string tightest = await RateLimitingSnippets.CombineAsync(
            await NamedAsync("second", 5),
            await NamedAsync("day", 100),
            await NamedAsync("tenant", 50),
            new("acme", "ada"));
        Assert.Equal("second", tightest);
    }

    [Fact]
    public async Task An_operator_leaves_a_partition_as_new()
    {
        IDatabase database = (await DatabaseAsync()).WithKeyPrefix(Prefix);
        var limiter = new RedisTokenBucketLimiter(database, new RedisTokenBucketOptions { RedisTimeout = _patience });
        await RateLimitingSnippets.AdministerAsync(limiter, Cancellation);
        Assert.Equal(100, (await limiter.PeekAsync("user:42", cancellationToken: Cancellation)).Remaining);
    }

    private Task<RedisRateLimiter> NamedAsync(string name, long limit) => CreateAsync(
        "gcra", limit, options => (options.KeyPrefix, options.PolicyName) = (Prefix + name, name));
}
