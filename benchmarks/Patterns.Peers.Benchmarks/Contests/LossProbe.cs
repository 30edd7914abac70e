using System.Diagnostics;
using System.Globalization;
using StackExchange.Redis;

namespace Patterns.Peers.Benchmarks.Contests;

/// <summary>Redis forgets a lock that is held, as after a failover: is its holder told?</summary>
internal static class LossProbe
{
    private static readonly TimeSpan _timeToLive = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan _patience = 3 * _timeToLive;

    public static async Task<string> RunAsync(
        IEnumerable<Library<ILockUnderTest>> libraries, Func<ConnectionMultiplexer> connect)
    {
        string rows = string.Concat(await Task.WhenAll(libraries.Select(library => ProbeAsync(library, connect()))));
        return "### A lock of 3 seconds that Redis forgets while it is held\n\n"
            + "| | the holder is told | the lock afterwards |\n|---|---|---|\n" + rows + "\n";
    }

    private static async Task<string> ProbeAsync(Library<ILockUnderTest> library, ConnectionMultiplexer connection)
    {
        string name = $"forgotten-{library.Name}";
        await using ILockUnderTest locks = library.Open(connection);
        HeldLock held = await locks.TakeAsync(name, _timeToLive);
        IDatabase database = connection.GetDatabase();
        IServer server = connection.GetServers()[0];
        long start = Stopwatch.GetTimestamp();
        await database.KeyDeleteAsync(await ReadKeysAsync());
        var told = new TaskCompletionSource();
        CancellationToken lost = held.Lost?.Invoke() ?? default;
        await using CancellationTokenRegistration registration = lost.Register(told.SetResult);
        bool isTold = await Task.WhenAny(told.Task, Task.Delay(_patience, TimeProvider.System)) == told.Task;
        TimeSpan after = Stopwatch.GetElapsedTime(start);
        bool isBack = (await ReadKeysAsync()).Length > 0;
        await held.Handle.DisposeAsync();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {library.Name} | {(isTold ? $"after {after.TotalSeconds:F1} s" : "no")} "
            + $"| {(isBack ? "taken again, without a word" : "not held")} |\n");

        async Task<RedisKey[]> ReadKeysAsync()
        {
            var keys = new List<RedisKey>();
            await foreach (RedisKey key in server.KeysAsync(pattern: $"*{name}*"))
            {
                keys.Add(key);
            }

            return [.. keys];
        }
    }
}
