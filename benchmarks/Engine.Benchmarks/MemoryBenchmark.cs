using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Engine.Benchmarks;

/// <summary>
/// Bytes per key of a million small strings, by the servers' own account and by what their processes grew.
/// </summary>
internal static class MemoryBenchmark
{
    private const int Keys = 1_000_000;

    public static async Task RunAsync(BenchmarkOptions options, BenchmarkReport report)
    {
        int keys = (int)(Keys * Math.Min(options.Scale, 1));
        await using ServerUnderTest redis = await ServerUnderTest.StartRedisAsync();
        await using ServerUnderTest engine = await ServerUnderTest.StartEngineAsync();
        report.Memory(keys, await MeasureAsync(redis, keys), await MeasureAsync(engine, keys));
    }

    private static async Task<MemoryResult> MeasureAsync(ServerUnderTest server, int keys)
    {
        long usedBefore = await server.UsedMemoryAsync();
        long residentBefore = server.ResidentBytes();
        using TcpClient client = await server.ConnectAsync();
        await FillAsync(client.GetStream(), keys);
        return new MemoryResult(
            (double)(await server.UsedMemoryAsync() - usedBefore) / keys,
            (double)(server.ResidentBytes() - residentBefore) / keys);
    }

    private static async Task FillAsync(NetworkStream stream, int keys)
    {
        const int Batch = 1000;
        byte[] replies = new byte[Batch * "+OK\r\n".Length];
        for (int first = 0; first < keys; first += Batch)
        {
            var requests = new StringBuilder();
            for (int i = first; i < first + Batch; i++)
                requests.Append(
                    CultureInfo.InvariantCulture, $"*3\r\n$3\r\nSET\r\n$16\r\nkey:{i:000000000000}\r\n$3\r\nxxx\r\n");
            await stream.WriteAsync(Encoding.ASCII.GetBytes(requests.ToString()));
            await stream.ReadExactlyAsync(replies);
        }
    }
}

/// <summary>Bytes per key.</summary>
/// <param name="Used">By the server's own account.</param>
/// <param name="Resident">By the growth of its process.</param>
internal readonly record struct MemoryResult(double Used, double Resident);
