using System.Globalization;
using Engine.Benchmarks;

namespace Engine.Durability.Benchmarks;

/// <summary>
/// Clients write at a steady rate to keys that are there, at random, while BGSAVE runs. What counts is the longest time
/// to reply but for one in a thousand, and the memory that the snapshot takes beside the data.
/// </summary>
internal static class SnapshotBenchmark
{
    private const string Debug = "--enable-debug-command";

    public static async Task RunAsync(DurabilityOptions options, ScratchDirectories disk, DurabilityReport report)
    {
        await using ServerUnderTest redis =
            await ServerUnderTest.StartRedisAsync("0,1", "--dir", disk.Next(), Debug, "yes");
        await using ServerUnderTest engine =
            await ServerUnderTest.StartEngineAsync("0,1", "--dir", disk.Next(), Debug, "yes");
        report.Machine(await redis.VersionAsync(), await engine.VersionAsync());
        foreach (ServerUnderTest server in (ServerUnderTest[])[redis, engine])
        {
            await server.AskAsync(string.Create(CultureInfo.InvariantCulture, $"DEBUG POPULATE {options.Keys} key 16"));

            // A round that is not counted lets the engine's code be compiled.
            await MeasureAsync(server, options);
        }

        for (int round = 1; round <= options.Rounds; round++)
        {
            Snapshot first = await MeasureAsync(redis, options);
            Snapshot second = await MeasureAsync(engine, options);
            report.Round("p99.9 during BGSAVE, ms", round, first.Slowest, second.Slowest);
            report.Round("longest during BGSAVE, ms", round, first.Longest, second.Longest);
            report.Round("added memory, % of data", round, first.AddedPercent, second.AddedPercent);
            report.Round("duration of BGSAVE, s", round, first.Seconds, second.Seconds);
        }
    }

    private static async Task<Snapshot> MeasureAsync(ServerUnderTest server, DurabilityOptions options)
    {
        using var writer = new SteadyWriter(server.Port, options.Keys, options.Writes);
        var memory = new MemoryWatch(server.ProcessId);
        long data = await server.UsedMemoryAsync();
        Task<double[]> writing = Task.Factory.StartNew(
            writer.Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await server.AskAsync("BGSAVE");
        long started = TimeProvider.System.GetTimestamp();
        while (await IsSavingAsync(server))
        {
            memory.Look();
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }

        double seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        writer.Stop();
        double[] times = await writing;
        Array.Sort(times);
        return new Snapshot(
            times[(int)(times.Length * 0.999)],
            times[^1],
            100.0 * memory.AddedBytes / data,
            seconds);
    }

    private static async Task<bool> IsSavingAsync(ServerUnderTest server) =>
        (await server.AskAsync("INFO persistence")).Contains("rdb_bgsave_in_progress:1", StringComparison.Ordinal);

    private sealed record Snapshot(double Slowest, double Longest, double AddedPercent, double Seconds);
}
