using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Patterns.RateLimiting.Concurrency;
using Patterns.RateLimiting.FixedWindow;
using Patterns.RateLimiting.Tests.Support;
using Patterns.RateLimiting.TokenBucket;
using StackExchange.Redis;

namespace Patterns.RateLimiting.Tests;

public sealed class DependencyInjectionTests(RealRedis server) : LimiterCases(server), IClassFixture<RealRedis>
{
    // The limiters of a container have the system's clock.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Every_kind_is_registered_under_its_name()
    {
        ServiceCollection services = await ConnectedServicesAsync();
        services.AddRedisFixedWindowLimiter("fw", Own)
            .AddRedisSlidingLogLimiter("sl", Own)
            .AddRedisSlidingCounterLimiter("sc", Own)
            .AddRedisTokenBucketLimiter("tb", Own)
            .AddRedisGcraLimiter("gc", Own)
            .AddRedisLeakyBucketLimiter("lb", Own)
            .AddRedisConcurrencyLimiter("cc", Own);
        await using ServiceProvider provider = services.BuildServiceProvider();
        foreach (string name in (string[])["fw", "sl", "sc", "tb", "gc", "lb"])
        {
            RedisRateLimiter limiter = provider.GetRequiredKeyedService<RedisRateLimiter>(name);
            Assert.Equal(name, limiter.Policy);
            Assert.True((await AcquireAsync(limiter, name)).IsAcquired);
        }

        Assert.Same(
            provider.GetRequiredKeyedService<RedisRateLimiter>("fw"),
            provider.GetRequiredKeyedService<RedisFixedWindowLimiter>("fw"));
        Assert.True(
            (await AcquireAsync(provider.GetRequiredKeyedService<RedisConcurrencyLimiter>("cc"), "cc")).IsAcquired);
    }

    [Fact]
    public async Task Keys_begin_with_the_name_unless_options_say_otherwise()
    {
        string name = Prefix + "named";
        ServiceCollection services = await ConnectedServicesAsync();
        services.AddRedisTokenBucketLimiter(name, options => options.RedisTimeout = _patience);
        await using ServiceProvider provider = services.BuildServiceProvider();
        await AcquireAsync(provider.GetRequiredKeyedService<RedisTokenBucketLimiter>(name));
        IDatabase database = await DatabaseAsync();
        Assert.True(await database.KeyDeleteAsync($"rate:{name}:3:s:{{p}}"));
    }

    [Fact]
    public async Task A_change_of_the_configuration_is_followed()
    {
        IConfigurationRoot configuration = Configure(("PermitLimit", "3"), ("Window", "300.00:00:00"));
        ServiceCollection services = await ConnectedServicesAsync();
        services.AddSingleton<ILogger<RedisRateLimiter>>(Logger);
        services.Configure<RedisFixedWindowOptions>("api", configuration);
        services.AddRedisFixedWindowLimiter("api", configuration.Bind);
        await using ServiceProvider provider = services.BuildServiceProvider();
        RedisRateLimiter limiter = provider.GetRequiredKeyedService<RedisRateLimiter>("api");
        Assert.Equal(2, (await AcquireAsync(limiter)).Decision.Remaining);

        configuration["PermitLimit"] = "10";
        configuration.Reload();
        Assert.Equal(8, (await AcquireAsync(limiter)).Decision.Remaining);

        configuration["KeyPrefix"] = "other";
        configuration.Reload();
        Assert.Single(Logger[2003]);
        Assert.Equal(7, (await AcquireAsync(limiter)).Decision.Remaining);
    }

    [Fact]
    public async Task A_concurrency_limit_follows_its_configuration_too_and_keeps_the_old_one_when_that_is_bad()
    {
        IConfigurationRoot configuration = Configure(("PermitLimit", "3"));
        ServiceCollection services = await ConnectedServicesAsync();
        services.Configure<RedisConcurrencyOptions>("exports", configuration);
        services.AddRedisConcurrencyLimiter("exports", configuration.Bind);
        await using ServiceProvider provider = services.BuildServiceProvider();
        var limiter = provider.GetRequiredKeyedService<RedisConcurrencyLimiter>("exports");
        using RedisRateLimitLease lease = await AcquireAsync(limiter);
        Assert.Equal(2, lease.Decision.Remaining);

        configuration["PermitLimit"] = "10";
        configuration.Reload();
        Assert.Equal(9, (await limiter.PeekAsync("p", cancellationToken: Cancellation)).Remaining);

        // The options framework itself refuses them, to whoever has reloaded.
        configuration["PermitLimit"] = "0";
        AggregateException error = Assert.Throws<AggregateException>(configuration.Reload);
        Assert.IsType<OptionsValidationException>(error.InnerException);
        Assert.Equal(9, (await limiter.PeekAsync("p", cancellationToken: Cancellation)).Remaining);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("many")]
    public async Task A_bad_value_in_a_reloaded_configuration_is_one_line_and_the_old_limit_stays(string value)
    {
        IConfigurationRoot configuration = Configure(("PermitLimit", "3"), ("Window", "300.00:00:00"));
        ServiceCollection services = await ConnectedServicesAsync();
        services.AddSingleton<ILogger<RedisRateLimiter>>(Logger);
        services.Configure<RedisFixedWindowOptions>("api", configuration);
        services.AddRedisFixedWindowLimiter("api");
        await using ServiceProvider provider = services.BuildServiceProvider();
        RedisRateLimiter limiter = provider.GetRequiredKeyedService<RedisRateLimiter>("api");

        configuration["PermitLimit"] = value;
        Assert.ThrowsAny<Exception>(configuration.Reload);
        Assert.Single(Logger[2003]);
        Assert.Equal(2, (await AcquireAsync(limiter)).Decision.Remaining);

        configuration["PermitLimit"] = "10";
        configuration.Reload();
        Assert.Equal(8, (await AcquireAsync(limiter)).Decision.Remaining);
    }

    [Fact]
    public async Task A_reload_that_changes_nothing_is_no_change()
    {
        IConfigurationRoot configuration = Configure(("PermitLimit", "3"));
        ServiceCollection services = await ConnectedServicesAsync();
        services.AddSingleton<ILogger<RedisRateLimiter>>(Logger);
        var concurrencyLogger = new RecordingLogger<RedisConcurrencyLimiter>();
        services.AddSingleton<ILogger<RedisConcurrencyLimiter>>(concurrencyLogger);
        services.Configure<RedisFixedWindowOptions>("api", configuration);
        services.Configure<RedisConcurrencyOptions>("exports", configuration);
        services.AddRedisFixedWindowLimiter("api").AddRedisConcurrencyLimiter("exports");
        await using ServiceProvider provider = services.BuildServiceProvider();
        _ = provider.GetRequiredKeyedService<RedisRateLimiter>("api");
        _ = provider.GetRequiredKeyedService<RedisConcurrencyLimiter>("exports");

        configuration.Reload();
        Assert.Empty(Logger[2002]);
        Assert.Empty(concurrencyLogger[2005]);

        configuration["PermitLimit"] = "4";
        configuration.Reload();
        Assert.Single(Logger[2002]);
        Assert.Single(concurrencyLogger[2005]);
    }

    [Fact]
    public void What_is_configured_counts_whether_it_comes_before_the_registration_or_after()
    {
        var services = new ServiceCollection();
        services.Configure<RedisFixedWindowOptions>("before", SetNames);
        services.AddRedisFixedWindowLimiter("before").AddRedisFixedWindowLimiter("after");
        services.Configure<RedisFixedWindowOptions>("after", SetNames);
        using ServiceProvider provider = services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptionsMonitor<RedisFixedWindowOptions>>();
        foreach (string name in (string[])["before", "after"])
        {
            RedisFixedWindowOptions one = options.Get(name);
            Assert.Equal(("own", "mine"), (one.KeyPrefix, one.PolicyName));
        }

        static void SetNames(RedisLimiterOptions options) => (options.KeyPrefix, options.PolicyName) = ("own", "mine");
    }

    [Fact]
    public async Task Bad_options_stop_the_start()
    {
        var services = new ServiceCollection();
        services.AddRedisFixedWindowLimiter("api", options => options.PermitLimit = 0);
        await using ServiceProvider provider = services.BuildServiceProvider();
        OptionsValidationException error = Assert.Throws<OptionsValidationException>(
            () => provider.GetRequiredService<IStartupValidator>().Validate());
        Assert.Contains("RedisFixedWindowOptions[api].PermitLimit is 0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_connection_is_named_with_its_remedy()
    {
        var services = new ServiceCollection();
        services.AddRedisGcraLimiter("api");
        await using ServiceProvider provider = services.BuildServiceProvider();
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(
            () => provider.GetRequiredKeyedService<RedisRateLimiter>("api"));
        Assert.Contains("'api' finds no IConnectionMultiplexer", error.Message, StringComparison.Ordinal);
    }

    private void Own(RedisLimiterOptions options) => (options.KeyPrefix, options.RedisTimeout) = (Prefix, _patience);

    private IConfigurationRoot Configure(params (string Key, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(
        [
            new("KeyPrefix", Prefix),
            new("RedisTimeout", $"{_patience:c}"),
            .. settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)),
        ])
        .Build();

    private async Task<ServiceCollection> ConnectedServicesAsync()
    {
        var services = new ServiceCollection();
        ConnectionMultiplexer connection = await ConnectAsync();
        services.AddSingleton<IConnectionMultiplexer>(connection);
        return services;
    }
}
