using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Patterns.Leaderboards.Sharding;
using Patterns.Leaderboards.Tests.Support;
using Patterns.Leaderboards.Trending;
using StackExchange.Redis;

namespace Patterns.Leaderboards.Tests;

public sealed class DependencyInjectionTests(RealRedis server) : LeaderboardCases(server), IClassFixture<RealRedis>
{
    private readonly RecipeServer _server = server;

    [Fact]
    public async Task Registered_leaderboards_work_on_the_registered_connection()
    {
        ServiceCollection services = await ConnectedServicesAsync();
        services.AddLeaderboards(options => options.KeyPrefix = Prefix);
        await using ServiceProvider provider = services.BuildServiceProvider();

        ILeaderboards boards = provider.GetRequiredService<ILeaderboards>();
        await boards.SubmitAsync("b", "ada", 1, cancellationToken: Cancellation);

        Assert.True(await (await DatabaseAsync()).KeyExistsAsync(KeyOf("b")));
        Assert.Same(boards, provider.GetRequiredService<ILeaderboards>());
    }

    [Fact]
    public async Task Named_leaderboards_have_options_and_keys_of_their_own()
    {
        ServiceCollection services = await ConnectedServicesAsync();
        services.AddLeaderboards(options => options.KeyPrefix = Prefix);
        services.AddLeaderboards(Prefix, options => options.Order = LeaderboardOrder.LowestFirst);
        await using ServiceProvider provider = services.BuildServiceProvider();

        ILeaderboards times = provider.GetRequiredKeyedService<ILeaderboards>(Prefix);
        foreach (string member in (string[])["ada", "bea"])
        {
            await times.SubmitAsync("b", member, member[0], cancellationToken: Cancellation);
            await provider.GetRequiredService<ILeaderboards>()
                .SubmitAsync("b", member, member[0], cancellationToken: Cancellation);
        }

        Assert.Equal(1, (await times.RankAsync("b", "ada", null, Cancellation))!.Value.Rank);
        Assert.Equal(
            2,
            (await provider.GetRequiredService<ILeaderboards>().RankAsync("b", "ada", null, Cancellation))!.Value.Rank);
        Assert.True(await (await DatabaseAsync()).KeyDeleteAsync($"leaderboards:{Prefix}:2:{{b}}:scores:all"));
    }

    [Fact]
    public async Task Named_leaderboards_prefer_the_connection_of_their_name()
    {
        var services = new ServiceCollection();
        ConnectionMultiplexer connection = await _server.ConnectAsync();
        services.AddKeyedSingleton<IConnectionMultiplexer>("times", connection);
        services.AddSingleton<IConnectionMultiplexer>(_ => throw new InvalidOperationException("The wrong one."));
        services.AddLeaderboards("times", options => options.KeyPrefix = Prefix);
        await using ServiceProvider provider = services.BuildServiceProvider();

        ILeaderboards boards = provider.GetRequiredKeyedService<ILeaderboards>("times");
        Assert.True((await boards.SubmitAsync("b", "ada", 1, cancellationToken: Cancellation)).IsChanged);
    }

    [Fact]
    public async Task Bad_options_stop_the_start_and_are_refused_by_the_constructor_too()
    {
        var services = new ServiceCollection();
        services.AddLeaderboards(options => options.Order = (LeaderboardOrder)7);
        await using ServiceProvider provider = services.BuildServiceProvider();
        IDatabase database = await DatabaseAsync();

        OptionsValidationException error = Assert.Throws<OptionsValidationException>(
            () => provider.GetRequiredService<IStartupValidator>().Validate());
        Assert.Contains("LeaderboardsOptions.Order is 7", error.Message, StringComparison.Ordinal);
        Assert.Throws<OptionsValidationException>(
            () => new RedisLeaderboards(database, new LeaderboardsOptions { KeyPrefix = "" }));
    }

    [Fact]
    public async Task A_missing_connection_is_named_with_its_remedy()
    {
        var services = new ServiceCollection();
        services.AddLeaderboards();
        await using ServiceProvider provider = services.BuildServiceProvider();
        InvalidOperationException error =
            Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService<ILeaderboards>());
        Assert.Contains("IConnectionMultiplexer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sharded_and_trending_boards_are_registered_alone_and_under_names()
    {
        ServiceCollection services = await ConnectedServicesAsync();
        services.AddShardedLeaderboards(options => options.KeyPrefix = Prefix + "s");
        services.AddShardedLeaderboards("other", options => options.KeyPrefix += Prefix);
        services.AddTrendingBoards(options => options.KeyPrefix = Prefix + "t");
        services.AddTrendingBoards("other", options => options.KeyPrefix += Prefix);
        await using ServiceProvider provider = services.BuildServiceProvider();
        foreach (object? name in new object?[] { null, "other" })
        {
            var sharded = provider.GetRequiredKeyedService<RedisShardedLeaderboards>(name);
            Assert.Equal(1, (await sharded.SubmitAsync("b", "ada", 1, cancellationToken: Cancellation)).Score);
            var trending = provider.GetRequiredKeyedService<RedisTrendingBoards>(name);
            Assert.Equal(1, await trending.HitAsync("b", "ada", 1, Cancellation), 3);
        }

        IDatabase database = await DatabaseAsync();
        Assert.True(await database.KeyExistsAsync($"trending:other{Prefix}:1:b"));
        Assert.True(await database.KeyExistsAsync($"{Prefix}s:1:{{b/14}}:scores"));
    }

    private async Task<ServiceCollection> ConnectedServicesAsync()
    {
        var services = new ServiceCollection();
        ConnectionMultiplexer connection = await _server.ConnectAsync();
        services.AddSingleton<IConnectionMultiplexer>(connection);
        return services;
    }
}
