using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Patterns.Caching.Strategies;
using Patterns.Caching.Strategies.RefreshAhead;
using StackExchange.Redis;

namespace Patterns.Caching.Benchmarks;

/// <summary>Several clients read one key all the time, whose entry lives for two seconds and whose source takes 200 ms:
/// once it is warm, nobody is to wait for the source.</summary>
internal static class RefreshAheadRun
{
    private const int Clients = 4;
    private const int ReadersPerClient = 25;
    private static readonly TimeSpan _source = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan _lifetime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _length = TimeSpan.FromSeconds(12);

    public static async Task<string> RunAsync(EndPoint endPoint)
    {
        var loader = new SlowLoader();
        var waits = new ConcurrentQueue<double>();
        var connections = new List<ConnectionMultiplexer>();
        var readers = new List<Task>();
        using var stop = new CancellationTokenSource();
        for (int client = 0; client < Clients; client++)
        {
            var connection = await ConnectionMultiplexer.ConnectAsync(
                new ConfigurationOptions { EndPoints = { endPoint } });
            connections.Add(connection);
            var redis = new RedisCache(connection.GetDatabase(), new RedisCacheOptions { KeyPrefix = "ahead" });
            var cache = new RefreshAheadCache<int, string>(
                redis, loader, new RefreshAheadOptions { TimeToLive = _lifetime, WarmingInterval = _lifetime / 10 });
            await cache.GetAsync(1);
            readers.AddRange(Enumerable.Range(0, ReadersPerClient).Select(_ => ReadAsync(cache, waits, stop.Token)));
        }

        await Task.Delay(_length, TimeProvider.System);
        await stop.CancelAsync();
        await Task.WhenAll(readers);
        foreach (ConnectionMultiplexer connection in connections)
        {
            await connection.DisposeAsync();
        }

        return Describe([.. waits.Order()], loader.Loads);
    }

    private static string Describe(double[] sorted, int loads)
    {
        var table = new StringBuilder("\n## Refresh-ahead\n\n");
        table.Append(CultureInfo.InvariantCulture, $"{Clients} clients with {ReadersPerClient} readers each read ");
        table.Append(CultureInfo.InvariantCulture, $"one warm key for {_length.TotalSeconds} s; its entry lives for ");
        table.Append(CultureInfo.InvariantCulture, $"{_lifetime.TotalSeconds} s, its source takes ");
        table.Append(CultureInfo.InvariantCulture, $"{_source.TotalMilliseconds} ms.\n\n");
        table.Append("| source calls | reads | reads that waited half of the source's time or longer ");
        table.Append("| p99 ms | max ms |\n");
        table.Append("|---|---|---|---|---|\n");
        table.Append(
            CultureInfo.InvariantCulture,
            $"| {loads} | {sorted.Length} | {sorted.Count(wait => wait >= _source.TotalMilliseconds / 2)} "
            + $"| {sorted[(int)(0.99 * (sorted.Length - 1))]:F1} | {sorted[^1]:F1} |\n");
        return table.ToString();
    }

    private static async Task ReadAsync(
        RefreshAheadCache<int, string> cache, ConcurrentQueue<double> waits, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            long start = Stopwatch.GetTimestamp();
            await cache.GetAsync(1, CancellationToken.None);
            waits.Enqueue(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, CancellationToken.None);
        }
    }

    private sealed class SlowLoader : ICacheLoader<int, string>
    {
        private int _loads;

        public int Loads => Volatile.Read(ref _loads);

        public async ValueTask<string?> LoadAsync(int key, CancellationToken cancellationToken)
        {
            int load = Interlocked.Increment(ref _loads);
            await Task.Delay(_source, TimeProvider.System, cancellationToken);
            return $"{load}";
        }
    }
}
