using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Patterns.Locking.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Locking.Tests;

public sealed class DependencyInjectionTests(EmbeddedEngine server) : LockCases(server), IClassFixture<EmbeddedEngine>
{
    // These run in real time.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Locks_are_registered_once_with_their_options()
    {
        ServiceCollection services = await ConnectedServicesAsync();
        services
            .AddRedisLocks(options =>
            {
                options.KeyPrefix = Prefix;
                options.RedisTimeout = _patience;
            })
            .AddRedisLocks();
        await using ServiceProvider provider = services.BuildServiceProvider();
        ILocks locks = provider.GetRequiredService<ILocks>();
        Assert.Same(provider.GetRequiredService<RedisLocks>(), locks);
        await using ILockHandle handle = await TakeAsync(locks);
        Assert.True(await (await DatabaseAsync()).KeyExistsAsync($"{Prefix}:2:{{l}}"));
    }

    [Fact]
    public async Task Named_locks_have_keys_of_their_own()
    {
        ServiceCollection services = await ConnectedServicesAsync();
        services
            .AddRedisLocks("one", options => options.RedisTimeout = _patience)
            .AddRedisLocks("two", options =>
            {
                options.RedisTimeout = _patience;
                options.TimeToLive = TimeSpan.FromMinutes(5);
            });
        await using ServiceProvider provider = services.BuildServiceProvider();
        await using ILockHandle one = await TakeAsync(provider.GetRequiredKeyedService<ILocks>("one"));
        await using ILockHandle two = await TakeAsync(provider.GetRequiredKeyedService<ILocks>("two"));
        Assert.True(await (await DatabaseAsync()).KeyExistsAsync("lock:one:2:{l}"));
        Assert.InRange(two.Remaining, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task Bad_options_stop_the_start()
    {
        var services = new ServiceCollection();
        services.AddRedisLocks("jobs", options => options.TimeToLive = TimeSpan.FromMilliseconds(5));
        await using ServiceProvider provider = services.BuildServiceProvider();
        OptionsValidationException error = Assert.Throws<OptionsValidationException>(
            () => provider.GetRequiredService<IStartupValidator>().Validate());
        Assert.Contains(
            "RedisLocksOptions[jobs].TimeToLive is 00:00:00.0050000, but must be between 00:00:00.1000000",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_connection_is_named_with_its_remedy()
    {
        var services = new ServiceCollection();
        services.AddRedisLocks();
        await using ServiceProvider provider = services.BuildServiceProvider();
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(
            () => provider.GetRequiredService<ILocks>());
        Assert.Contains("find no IConnectionMultiplexer", error.Message, StringComparison.Ordinal);
    }

    private async Task<ServiceCollection> ConnectedServicesAsync()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConnectionMultiplexer>((await DatabaseAsync()).Multiplexer);
        return services;
    }
}
