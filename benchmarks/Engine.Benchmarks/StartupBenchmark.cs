using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Engine.Server;

namespace Engine.Benchmarks;

/// <summary>Time to the first PONG: of both executables, and of an engine embedded in this process.</summary>
internal static class StartupBenchmark
{
    public static async Task RunAsync(BenchmarkOptions options, BenchmarkReport report)
    {
        await EmbeddedAsync();
        for (int round = 1; round <= options.Rounds * 2; round++)
            report.Startup(round, await RedisAsync(), await EngineAsync(), await EmbeddedAsync());
    }

    private static async Task<TimeSpan> RedisAsync()
    {
        await using ServerUnderTest server = await ServerUnderTest.StartRedisAsync();
        return server.TimeToFirstPong;
    }

    private static async Task<TimeSpan> EngineAsync()
    {
        await using ServerUnderTest server = await ServerUnderTest.StartEngineAsync();
        return server.TimeToFirstPong;
    }

    private static async Task<TimeSpan> EmbeddedAsync()
    {
        long started = Stopwatch.GetTimestamp();
        await using EngineServer server = await EngineServer.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Port);
        await client.GetStream().WriteAsync("PING\r\n"u8.ToArray());
        await client.GetStream().ReadExactlyAsync(new byte[7]);
        return Stopwatch.GetElapsedTime(started);
    }
}
