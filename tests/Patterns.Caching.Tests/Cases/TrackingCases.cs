using Patterns.Caching.Local;
using Patterns.Caching.Tests.Support;
using StackExchange.Redis;

namespace Patterns.Caching.Tests.Cases;

/// <summary>Redis itself tells of changes, so that those by other programs are seen too.</summary>
public abstract class TrackingCases(RecipeServer server) : CacheCases(server)
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Changes_by_programs_that_know_nothing_of_the_cache_are_seen()
    {
        await using RedisCache cache = await OpenAsync();
        IDatabase database = await DatabaseAsync();
        foreach (Func<RedisKey, Task> changeAsync in new Func<RedisKey, Task>[]
        {
            key => database.KeyDeleteAsync(key),
            key => database.StringSetAsync(key, "of another program"),
            key => database.KeyExpireAsync(key, DateTime.UnixEpoch),
        })
        {
            string name = Guid.NewGuid().ToString();
            await HoldAsync(cache, name);

            await changeAsync(KeyOf(name));

            await Eventually.TrueAsync(() => !cache.Local!.TryGet(name, out string? _), "the change was heard");
            Assert.Equal("new", await ReadAsync(cache, name, "new"));
        }
    }

    [Fact]
    public async Task A_connection_that_is_lost_closes_the_level_until_it_is_back()
    {
        using var measurements = new Measurements("Patterns.Caching", Prefix);
        await using RedisCache cache = await OpenAsync();
        await HoldAsync(cache, "k");

        await KillTrackingAsync();

        await Eventually.TrueAsync(
            () => measurements.Sum("patterns.cache.local.flushes", "disconnect") > 0, "the level was closed");
        Assert.Equal(0, cache.Local!.Count);
        await Eventually.TrueAsync(() => Logger[1012].Count > 0, "the loss was logged");
        await Eventually.TrueAsync(
            async () =>
            {
                await Clock.AdvanceAsync(_interval, Cancellation);
                return cache.Local!.IsOpen;
            },
            "the level opened again");
        await HoldAsync(cache, "k");
    }

    [Fact]
    public async Task A_disposed_cache_leaves_no_connection_behind()
    {
        RedisCache cache = await OpenAsync();
        Assert.NotEmpty(await TrackingClientsAsync());
        await cache.DisposeAsync();
        await Eventually.TrueAsync(
            async () => (await TrackingClientsAsync()).Count == 0, "the connection was closed");
    }

    /// <summary>Reads until the value is held: what this process stores is dropped once more when Redis tells of
    /// it.</summary>
    private static async Task HoldAsync(RedisCache cache, string name)
    {
        await ReadAsync(cache, name, "old");
        int inARow = 0;
        await Eventually.TrueAsync(
            async () =>
            {
                await cache.TryGetAsync<string>(name, Cancellation);
                inARow = cache.Local!.TryGet(name, out string? _) ? inARow + 1 : 0;
                return inARow == 10;
            },
            "the value was held");
    }

    private async Task KillTrackingAsync()
    {
        foreach ((IServer server, ClientInfo client) in await TrackingClientsAsync())
        {
            await server.ClientKillAsync(id: client.Id, skipMe: true);
        }
    }

    private async Task<List<(IServer Server, ClientInfo Client)>> TrackingClientsAsync()
    {
        var clients = new List<(IServer, ClientInfo)>();
        foreach (IServer server in (await ConnectAsync()).GetServers().Where(server => !server.IsReplica))
        {
            clients.AddRange((await server.ClientListAsync())
                .Where(client => client.Name?.EndsWith("-tracking", StringComparison.Ordinal) == true)
                .Select(client => (server, client)));
        }

        return clients;
    }

    private async Task<RedisCache> OpenAsync()
    {
        RedisCache cache = await CreateAsync(
            options => options.Local = new LocalLevelOptions { HeartbeatInterval = _interval, Tracking = true });
        await Eventually.TrueAsync(
            async () =>
            {
                await Clock.AdvanceAsync(TimeSpan.Zero, Cancellation);
                return cache.Local!.IsOpen;
            },
            "the level opened");
        return cache;
    }
}
