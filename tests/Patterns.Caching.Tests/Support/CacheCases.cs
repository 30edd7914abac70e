using Engine.Testing;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

namespace Patterns.Caching.Tests.Support;

/// <summary>What every case needs: a server, keys of its own, and a place for log lines.</summary>
public abstract class CacheCases(RecipeServer server)
{
    private protected RecordingLogger<RedisCache> Logger { get; } = new();

    protected VirtualTimeProvider Clock => server.Clock;

    protected string Prefix { get; } = SingleRedis.NewKeyPrefix();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A cache whose timeouts and circuits wait for <see cref="Clock"/>.</summary>
    protected async Task<RedisCache> CreateAsync(Action<RedisCacheOptions>? configure = null)
    {
        var options = new RedisCacheOptions { KeyPrefix = Prefix };
        configure?.Invoke(options);
        return new RedisCache(await DatabaseAsync(), options, Logger, Clock);
    }

    protected async Task<IDatabase> DatabaseAsync() => (await ConnectAsync()).GetDatabase();

    protected Task<ConnectionMultiplexer> ConnectAsync() => server.ConnectAsync();

    private protected async Task<CommandLog> LogCommandsAsync() => CommandLog.Of(await server.ConnectAsync());

    /// <summary>Reads a key whose source has this value.</summary>
    protected static Task<T> ReadAsync<T>(RedisCache cache, string key, T value)
        => cache.GetOrSetAsync(
            key, value, static (value, _, _) => ValueTask.FromResult(value), null, cancellationToken: Cancellation)
            .AsTask();

    /// <summary>
    /// Lets the server load the scripts, so that what is counted afterwards is what every call costs.
    /// </summary>
    protected static async Task WarmScriptsAsync(RedisCache cache)
    {
        await ReadAsync(cache, "k", 1);
        await cache.SetAsync("k", 1, cancellationToken: Cancellation);
        await cache.RemoveAsync("k", Cancellation);
    }

    /// <summary>The key in Redis; its layout is part of the contract with programs of other versions.</summary>
    protected RedisKey KeyOf(string name) => $"{Prefix}:2:e:{name}";

    /// <summary>Lets an entry expire, as if its time were over.</summary>
    protected async Task ExpireAsync(string name)
        => Assert.True(await (await DatabaseAsync()).KeyExpireAsync(KeyOf(name), DateTime.UnixEpoch));

    /// <summary>How long an entry is fresh. Its key lives for twice the time of a lease longer.</summary>
    protected async Task<TimeSpan> TimeLeftAsync(string name)
        => (await (await DatabaseAsync()).KeyTimeToLiveAsync(KeyOf(name)))!.Value - TimeSpan.FromSeconds(4);
}
