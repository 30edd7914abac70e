using System.Diagnostics;
using System.Globalization;
using System.Text;
using StackExchange.Redis;

namespace Patterns.Caching.Benchmarks;

/// <summary>Several processes with several clients each read one key again and again as it expires, and its source
/// takes 200 ms. Counts the source calls per expiry, and how long readers waited.</summary>
internal static class Stampede
{
    public const string Argument = "--readers";

    private const int Processes = 4;
    private const int ClientsPerProcess = 5;
    private const int ReadersPerClient = 200;
    private const int Expiries = 5;
    private const string Prefix = "stampede";

    private static readonly TimeSpan _source = TimeSpan.FromMilliseconds(200);

    /// <summary>Starts the processes and brings their figures together.</summary>
    public static async Task<string> RunAsync(string endPoint, IDatabase database)
    {
        var waits = new List<double>();
        var calls = new List<long>();
        var cache = new RedisCache(database, new RedisCacheOptions { KeyPrefix = Prefix });
        var aMoment = new CacheEntryOptions { TimeToLive = TimeSpan.FromMilliseconds(1), Jitter = 0 };
        for (int expiry = 0; expiry < Expiries; expiry++)
        {
            await database.KeyDeleteAsync($"{Prefix}:ready");
            await database.KeyDeleteAsync($"{Prefix}:calls");
            Process[] readers = [.. Enumerable.Range(0, Processes).Select(_ => Start(endPoint, expiry))];
            while ((long)await database.StringGetAsync($"{Prefix}:ready") < Processes)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
            }

            // Its time is over when the readers come; what was there still lies in Redis.
            await cache.SetAsync($"hot{expiry}", 0, aMoment);
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
            await database.PublishAsync(RedisChannel.Literal($"{Prefix}:go"), "");
            foreach (Process reader in readers)
            {
                string output = await reader.StandardOutput.ReadToEndAsync();
                await reader.WaitForExitAsync();
                waits.AddRange(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                    .Select(line => double.Parse(line, CultureInfo.InvariantCulture)));
                reader.Dispose();
            }

            calls.Add((long)await database.StringGetAsync($"{Prefix}:calls"));
        }

        waits.Sort();
        return Describe(waits, calls);
    }

    /// <summary>What one of the processes does: reads when told to, and prints how long each reader waited.</summary>
    public static async Task ReadAsync(string endPoint, string key)
    {
        var connections = new ConnectionMultiplexer[ClientsPerProcess];
        var caches = new RedisCache[ClientsPerProcess];
        for (int client = 0; client < ClientsPerProcess; client++)
        {
            connections[client] = await ConnectionMultiplexer.ConnectAsync(endPoint);
            caches[client] = new RedisCache(
                connections[client].GetDatabase(), new RedisCacheOptions { KeyPrefix = Prefix });

            // What every process has done before: its code is compiled, its scripts are loaded, and it listens.
            await WarmAsync(caches[client], client, caches[0]);
        }

        IDatabase database = connections[0].GetDatabase();
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await connections[0].GetSubscriber().SubscribeAsync(
            RedisChannel.Literal($"{Prefix}:go"), (_, _) => go.TrySetResult());
        await database.StringIncrementAsync($"{Prefix}:ready");
        await go.Task;
        double[] waits = await Task.WhenAll(
            from cache in caches
            from _ in Enumerable.Range(0, ReadersPerClient)
            select ReadOneAsync(cache, key, database));
        foreach (double wait in waits)
        {
            Console.WriteLine(wait.ToString("F3", CultureInfo.InvariantCulture));
        }
    }

    private static string Describe(List<double> waits, List<long> calls)
    {
        var table = new StringBuilder();
        table.Append(CultureInfo.InvariantCulture, $"\n## Stampede\n\n{Processes} processes with {ClientsPerProcess} ");
        table.Append(CultureInfo.InvariantCulture, $"clients each and {ReadersPerClient} readers per client read one ");
        table.Append(
            CultureInfo.InvariantCulture, $"expired key; its source takes {_source.TotalMilliseconds:F0} ms.\n\n");
        table.Append("| source calls per expiry | readers | p50 ms | p99 ms | p99 by the source's time | max ms |\n");
        table.Append("|---|---|---|---|---|---|\n");
        table.Append(
            CultureInfo.InvariantCulture,
            $"| {string.Join(", ", calls)} | {waits.Count} | {At(waits, 0.5):F1} | {At(waits, 0.99):F1} "
            + $"| {At(waits, 0.99) / _source.TotalMilliseconds:F2} | {waits[^1]:F1} |\n");
        return table.ToString();
    }

    private static async Task WarmAsync(RedisCache cache, int client, RedisCache other)
    {
        string key = $"warm:{Environment.ProcessId}:{client}";
        Task<int> filling = cache.GetOrSetAsync(key, async (_, token) =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, token);
            return 1;
        }).AsTask();
        await other.GetOrSetAsync(key, static (_, _) => ValueTask.FromResult(1));
        await filling;
    }

    private static async Task<double> ReadOneAsync(RedisCache cache, string key, IDatabase database)
    {
        long start = Stopwatch.GetTimestamp();
        await cache.GetOrSetAsync(key, database, static async (database, _, token) =>
        {
            await database.StringIncrementAsync($"{Prefix}:calls");
            await Task.Delay(_source, TimeProvider.System, token);
            return 1;
        });
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double At(List<double> sorted, double share) => sorted[(int)(share * (sorted.Count - 1))];

    private static Process Start(string endPoint, int expiry)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            ArgumentList = { Argument, endPoint, $"hot{expiry}" },
        };
        return Process.Start(start)!;
    }
}
