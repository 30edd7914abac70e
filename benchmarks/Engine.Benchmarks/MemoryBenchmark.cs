using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Engine.Benchmarks;

/// <summary>
/// Bytes per element of large data, by the servers' own account and by what their processes grew.
/// </summary>
internal static class MemoryBenchmark
{
    private const int Batch = 1000;

    private static readonly (string Contents, int Elements, Func<int, string[]> Request)[] Fillings =
    [
        ("strings: keys of 16 bytes, values of 3", 1_000_000, i => ["SET", $"key:{i:000000000000}", "xxx"]),
        ("hashes of 10 fields", 1_000_000,
            i => ["HSET", $"hash:{i / 10:000000}", $"field:{i % 10}", $"value:{i:000000}"]),
        ("one list", 1_000_000, i => ["RPUSH", "list", $"element:{i:000000000000}"]),
        ("one set", 1_000_000, i => ["SADD", "set", $"element:{i:000000000000}"]),
        ("one sorted set", 1_000_000, i => ["ZADD", "zset", $"{i * 7919L % 1_000_003}", $"element:{i:000000000000}"]),
        ("one stream of five fields", 1_000_000,
            i => ["XADD", "stream", "*", "user", $"user:{i % 5000}", "action", "view", "page", $"/item/{i}", "ms",
                $"{i % 97}", "ok", "1"]),
    ];

    public static async Task RunAsync(BenchmarkOptions options, BenchmarkReport report)
    {
        foreach ((string contents, int elements, Func<int, string[]> request) in Fillings)
        {
            int scaled = (int)(elements * Math.Min(options.Scale, 1)) / Batch * Batch;
            await using ServerUnderTest redis = await ServerUnderTest.StartRedisAsync();
            await using ServerUnderTest engine = await ServerUnderTest.StartEngineAsync();
            report.Memory(
                string.Create(CultureInfo.InvariantCulture, $"{scaled:N0} elements, {contents}"),
                await MeasureAsync(redis, scaled, request),
                await MeasureAsync(engine, scaled, request));
        }
    }

    private static async Task<MemoryResult> MeasureAsync(
        ServerUnderTest server, int elements, Func<int, string[]> request)
    {
        long usedBefore = await server.UsedMemoryAsync();
        long residentBefore = server.ResidentBytes();
        using TcpClient client = await server.ConnectAsync();
        await FillAsync(client.GetStream(), elements, request);
        return new MemoryResult(
            (double)(await server.UsedMemoryAsync() - usedBefore) / elements,
            (double)(server.ResidentBytes() - residentBefore) / elements);
    }

    private static async Task FillAsync(NetworkStream stream, int elements, Func<int, string[]> request)
    {
        using var replies = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        for (int first = 0; first < elements; first += Batch)
        {
            var requests = new StringBuilder();
            for (int i = first; i < first + Batch; i++)
                Append(requests, request(i));
            await stream.WriteAsync(Encoding.ASCII.GetBytes(requests.ToString()));
            for (int i = 0; i < Batch; i++)
                await replies.ReadLineAsync();
        }
    }

    private static void Append(StringBuilder requests, string[] words)
    {
        requests.Append(CultureInfo.InvariantCulture, $"*{words.Length}\r\n");
        foreach (string word in words)
            requests.Append(CultureInfo.InvariantCulture, $"${word.Length}\r\n{word}\r\n");
    }
}

/// <summary>Bytes per element.</summary>
/// <param name="Used">By the server's own account.</param>
/// <param name="Resident">By the growth of its process.</param>
internal readonly record struct MemoryResult(double Used, double Resident);
