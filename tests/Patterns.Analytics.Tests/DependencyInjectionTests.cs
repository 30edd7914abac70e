using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Patterns.Analytics.ActiveUsers;
using Patterns.Analytics.Counters;
using Patterns.Analytics.Nearby;
using Patterns.Analytics.Tests.Support;
using Patterns.Analytics.TimeSeries;
using Patterns.Analytics.TopK;
using Patterns.Analytics.Uniques;
using StackExchange.Redis;

namespace Patterns.Analytics.Tests;

public sealed class DependencyInjectionTests(RealRedis server) : AnalyticsCases(server), IClassFixture<RealRedis>
{
    [Fact]
    public async Task Every_recipe_is_registered_alone_and_under_a_name()
    {
        var services = new ServiceCollection();
        ConnectionMultiplexer connection = await ConnectAsync();
        services.AddSingleton<IConnectionMultiplexer>(connection);
        foreach (string? name in new[] { null, "other" })
        {
            services.AddRedisCounters(options => options.KeyPrefix += Prefix, name);
            services.AddRedisUniques(options => options.KeyPrefix += Prefix, name);
            services.AddRedisActiveUsers(options => options.KeyPrefix += Prefix, name);
            services.AddRedisTopK(options => options.KeyPrefix += Prefix, name);
            services.AddRedisTimeSeries(options => options.KeyPrefix += Prefix, name);
            services.AddRedisNearby(options => options.KeyPrefix += Prefix, name);
        }

        await using ServiceProvider provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
        foreach (string? name in new[] { null, "other" })
        {
            Assert.Equal(1, await Get<RedisCounters>().IncrementAsync("c", 1, Cancellation));
            Assert.True(await Get<RedisUniques>().AddAsync("c", ["ada"], Cancellation));
            Assert.True(await Get<RedisActiveUsers>().TrackAsync("c", 1, Cancellation));
            await Get<RedisTopK>().AddAsync("c", "ada", 1, Cancellation);
            await Get<RedisTimeSeries>().AppendAsync("c", 1, Cancellation);
            Assert.True(await Get<RedisNearby>().MoveAsync("c", "ada", default, Cancellation));

            T Get<T>()
                where T : class
                => name is null ? provider.GetRequiredService<T>() : provider.GetRequiredKeyedService<T>(name);
        }

        IDatabase database = connection.GetDatabase();
        Assert.True(await database.KeyExistsAsync($"topk{Prefix}:1:{{c}}:sums"));
        Assert.True(await database.KeyExistsAsync($"topk:other{Prefix}:1:{{c}}:sums"));
    }

    [Fact]
    public async Task Bad_options_stop_the_start()
    {
        var services = new ServiceCollection();
        services.AddRedisTopK(options => options.Capacity = 0);
        await using ServiceProvider provider = services.BuildServiceProvider();
        OptionsValidationException error = Assert.Throws<OptionsValidationException>(
            () => provider.GetRequiredService<IStartupValidator>().Validate());
        Assert.Contains("TopKOptions.Capacity is 0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_connection_is_named_with_its_remedy()
    {
        var services = new ServiceCollection();
        services.AddRedisCounters();
        await using ServiceProvider provider = services.BuildServiceProvider();
        InvalidOperationException error =
            Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService<RedisCounters>());
        Assert.Contains("find no IConnectionMultiplexer", error.Message, StringComparison.Ordinal);
    }
}
