using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Engine.Benchmarks;

/// <summary>
/// How many requests find their key when both servers are caches with room for the same number of keys. The requests
/// are the same, at the same times: keys are asked for as Zipf's law says, and one that is missing is stored.
/// </summary>
internal static class HitRateBenchmark
{
    private const int Keys = 500_000;
    private const int Room = 50_000;
    private const int Batch = 200;
    private const int BatchesPerSecond = 100;
    private const int SecondsPerRound = 90;

    /// <summary>The cache fills up first.</summary>
    private const int SecondsNotCounted = 45;

    private static readonly string[] Policies = ["allkeys-lru", "allkeys-lfu"];

    public static async Task RunAsync(BenchmarkOptions options)
    {
        var raw = new StringBuilder("policy\tround\tredis_hits\tengine_hits\tredis_keys\tengine_keys\n");
        var rounds = new List<(string Policy, double Redis, double Engine)>();
        for (int round = 1; round <= options.Rounds; round++)
        {
            int[] trace = Trace(options.Scale, seed: round);
            foreach (string policy in Policies)
            {
                await using ServerUnderTest redis = await ServerUnderTest.StartRedisAsync();
                await using ServerUnderTest engine = await ServerUnderTest.StartEngineAsync();
                await LimitAsync(redis, policy);
                await LimitAsync(engine, policy);
                (double redisHits, double engineHits) = await RunAsync(redis, engine, trace);
                rounds.Add((policy, redisHits, engineHits));
                long redisKeys = await CountAsync(redis);
                long engineKeys = await CountAsync(engine);
                string line = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{policy}\t{round}\t{redisHits:F3}\t{engineHits:F3}\t{redisKeys}\t{engineKeys}");
                Console.WriteLine(line);
                raw.Append(line).Append('\n');
            }
        }

        Directory.CreateDirectory(options.Output);
        File.WriteAllText(Path.Combine(options.Output, "engine-hitrate-rounds.tsv"), raw.ToString());
        string table = Table(options, rounds);
        Console.WriteLine(table);
        File.WriteAllText(Path.Combine(options.Output, "engine-hitrate-table.md"), table);
    }

    /// <summary>Finds the maxmemory at which so many keys stay when more are stored, and sets it.</summary>
    private static async Task LimitAsync(ServerUnderTest server, string policy)
    {
        const int Attempts = 8;
        const double Tolerance = 0.002;
        using var client = new CacheClient(await server.ConnectAsync());
        await server.AskAsync($"CONFIG SET maxmemory-policy {policy}");
        long empty = await server.UsedMemoryAsync();
        Fill(client, Room);
        double bytesPerKey = (double)(await server.UsedMemoryAsync() - empty) / Room;
        long limit = (long)(empty + bytesPerKey * Room);
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            await server.AskAsync("FLUSHALL");
            await server.AskAsync(string.Create(CultureInfo.InvariantCulture, $"CONFIG SET maxmemory {limit}"));
            Fill(client, 3 * Room);
            long kept = await CountAsync(server);
            if (Math.Abs(kept - Room) <= Room * Tolerance)
                break;
            limit += (long)((Room - kept) * bytesPerKey);
        }

        await server.AskAsync("FLUSHALL");
    }

    private static void Fill(CacheClient client, int keys)
    {
        for (int first = 0; first < keys; first += Batch)
            client.Store([.. Enumerable.Range(Keys + first, Batch)]);
    }

    private static async Task<(double Redis, double Engine)> RunAsync(
        ServerUnderTest redis, ServerUnderTest engine, int[] trace)
    {
        using var redisClient = new CacheClient(await redis.ConnectAsync());
        using var engineClient = new CacheClient(await engine.ConnectAsync());
        long started = Stopwatch.GetTimestamp();
        int counted = trace.Length * SecondsNotCounted / SecondsPerRound / Batch * Batch;
        long redisHits = 0;
        long engineHits = 0;
        for (int first = 0; first + Batch <= trace.Length; first += Batch)
        {
            TimeSpan due = TimeSpan.FromSeconds((double)first / Batch / BatchesPerSecond);
            TimeSpan early = due - Stopwatch.GetElapsedTime(started);
            if (early > TimeSpan.Zero)
                await Task.Delay(early, TimeProvider.System);
            ReadOnlyMemory<int> batch = trace.AsMemory(first, Batch);
            int ofRedis = redisClient.Use(batch.Span);
            int ofEngine = engineClient.Use(batch.Span);
            if (first < counted)
                continue;
            redisHits += ofRedis;
            engineHits += ofEngine;
        }

        double requests = trace.Length / Batch * Batch - counted;
        return (100 * redisHits / requests, 100 * engineHits / requests);
    }

    private static async Task<long> CountAsync(ServerUnderTest server) =>
        long.Parse((await server.AskAsync("DBSIZE")).Trim().TrimStart(':'), CultureInfo.InvariantCulture);

    /// <summary>The key of rank r is asked for with a probability in proportion to 1 / r.</summary>
    private static int[] Trace(double scale, int seed)
    {
        double[] sums = new double[Keys];
        double sum = 0;
        for (int rank = 1; rank <= Keys; rank++)
            sums[rank - 1] = sum += 1.0 / rank;
        var random = new Random(seed);
        int[] trace = new int[(int)(SecondsPerRound * BatchesPerSecond * Math.Min(scale, 1)) * Batch];
        for (int i = 0; i < trace.Length; i++)
        {
            int place = Array.BinarySearch(sums, random.NextDouble() * sum);
            trace[i] = Math.Min(place < 0 ? ~place : place, Keys - 1);
        }

        return trace;
    }

    private static string Table(
        BenchmarkOptions options, IReadOnlyCollection<(string Policy, double Redis, double Engine)> rounds)
    {
        var text = new StringBuilder("# Hit rates of the engine and of redis-server\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Made by `./bench.sh engine --parts hitrate --rounds ");
        text.Append(CultureInfo.InvariantCulture, $"{options.Rounds}`; [how](README.md), raw rounds beside this file.");
        text.Append(CultureInfo.InvariantCulture, $" {Keys:N0} keys, room for {Room:N0}.\n\n");
        text.Append("| policy | redis-server, % of requests | engine | points more: median (range) |\n");
        text.Append("|---|---|---|---|\n");
        foreach (var group in rounds.GroupBy(round => round.Policy))
        {
            double[] gains = [.. group.Select(round => round.Engine - round.Redis).Order()];
            double redis = Median(group.Select(round => round.Redis));
            double engine = Median(group.Select(round => round.Engine));
            text.Append(CultureInfo.InvariantCulture, $"| {group.Key} | {redis:F2} | {engine:F2} ");
            text.Append(CultureInfo.InvariantCulture, $"| {Median(gains):F2} ({gains[0]:F2} - {gains[^1]:F2}) |\n");
        }

        return text.ToString();
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
