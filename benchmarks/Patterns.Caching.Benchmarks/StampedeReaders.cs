using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using StackExchange.Redis;

namespace Patterns.Caching.Benchmarks;

/// <summary>One of the processes of <see cref="Stampede"/>: reads when told to, and reports how long its readers waited
/// and its source calls took.</summary>
internal static class StampedeReaders
{
    public const string Argument = "--readers";
    public const string Prefix = "stampede";

    /// <summary>The key that all read.</summary>
    public const string Key = "hot";

    public const int Clients = 5;
    public const int ReadersPerClient = 200;

    private static readonly TimeSpan _source = TimeSpan.FromMilliseconds(200);
    private static readonly ConcurrentQueue<double> _sourceCalls = new();

    /// <summary>Reads once for each line of the standard input, and ends with it.</summary>
    public static async Task RunAsync(string endPoint)
    {
        var connections = new ConnectionMultiplexer[Clients];
        var caches = new RedisCache[Clients];
        for (int client = 0; client < Clients; client++)
        {
            connections[client] = await ConnectionMultiplexer.ConnectAsync(endPoint);
            caches[client] = new RedisCache(
                connections[client].GetDatabase(), new RedisCacheOptions { KeyPrefix = Prefix });
        }

        Console.WriteLine("ready");
        while (await Console.In.ReadLineAsync() is not null)
        {
            double[] waits = await Task.WhenAll(
                from cache in caches
                from _ in Enumerable.Range(0, ReadersPerClient)
                select ReadOneAsync(cache));

            // Not while readers of other processes still wait.
            await Task.Delay(_source, TimeProvider.System);
            Console.WriteLine($"{Join(_sourceCalls)};{Join(waits)}");
            _sourceCalls.Clear();
        }
    }

    private static async Task<double> ReadOneAsync(RedisCache cache)
    {
        long start = Stopwatch.GetTimestamp();
        await cache.GetOrSetAsync(Key, 0, static async (_, _, token) =>
        {
            long start = Stopwatch.GetTimestamp();
            await Task.Delay(_source, TimeProvider.System, token);
            _sourceCalls.Enqueue(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            return 1;
        });
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static string Join(IEnumerable<double> milliseconds)
        => string.Join(' ', milliseconds.Select(figure => figure.ToString("F3", CultureInfo.InvariantCulture)));
}
