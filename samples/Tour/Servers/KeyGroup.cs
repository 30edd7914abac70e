using StackExchange.Redis;

namespace Tour.Servers;

/// <summary>The keys of one chapter on the server: all that begin with a prefix which nobody else uses.</summary>
internal sealed class KeyGroup(IConnectionMultiplexer connection, string prefix)
{
    private static readonly TimeSpan ExpiryDeadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(5);

    private readonly IDatabase _database = connection.GetDatabase();

    /// <summary>The remaining time to live of each key, null for a key that would stay for ever.</summary>
    public async Task<TimeSpan?[]> ReadTimesToLiveAsync()
        => await Task.WhenAll((await FindAsync()).Select(key => _database.KeyTimeToLiveAsync(key)));

    /// <summary>Brings the expiry of all keys forward to now, and returns when all of them are gone.</summary>
    public async Task ExpireAsync(CancellationToken cancellationToken)
    {
        RedisKey[] keys = await FindAsync();
        await Task.WhenAll(keys.Select(key => _database.KeyExpireAsync(key, TimeSpan.FromMilliseconds(1))));

        using var deadline = new CancellationTokenSource(ExpiryDeadline);
        while (keys.Length > 0)
        {
            if (deadline.IsCancellationRequested)
            {
                throw new TourException(
                    $"{keys.Length} keys with a time to live of 1 millisecond still exist after {ExpiryDeadline}.");
            }

            await Task.Delay(PollInterval, TimeProvider.System, cancellationToken);
            bool[] exist = await Task.WhenAll(keys.Select(key => _database.KeyExistsAsync(key)));
            keys = [.. keys.Where((_, index) => exist[index])];
        }
    }

    /// <summary>Deletes all keys.</summary>
    public async Task DeleteAsync()
        => await Task.WhenAll((await FindAsync()).Select(key => _database.KeyDeleteAsync(key)));

    private async Task<RedisKey[]> FindAsync()
    {
        // SCAN may return a key twice while its table is being resized.
        var keys = new HashSet<RedisKey>();
        foreach (IServer server in connection.GetServers().Where(server => server.IsConnected && !server.IsReplica))
        {
            await foreach (RedisKey key in server.KeysAsync(_database.Database, prefix + "*", pageSize: 1000))
            {
                keys.Add(key);
            }
        }

        return [.. keys];
    }
}
