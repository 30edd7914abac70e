using System.Globalization;
using Engine.Benchmarks;

namespace Engine.Durability.Benchmarks;

/// <summary>
/// Both servers load the snapshot that redis-server has saved: the time from the start to the first PONG.
/// </summary>
internal static class LoadingBenchmark
{
    public static async Task RunAsync(DurabilityOptions options, ScratchDirectories disk, DurabilityReport report)
    {
        string directory = disk.Next();
        await using (ServerUnderTest source =
            await ServerUnderTest.StartRedisAsync("0,1", "--dir", directory, "--enable-debug-command", "yes"))
        {
            report.Machine(await source.VersionAsync(), "the engine of this repository");
            await source.AskAsync(string.Create(CultureInfo.InvariantCulture, $"DEBUG POPULATE {options.Keys} key 16"));
            await source.AskAsync("SAVE");
        }

        for (int round = 0; round <= options.Rounds; round++)
        {
            TimeSpan first = await TimeAsync(() => ServerUnderTest.StartRedisAsync("0,1", "--dir", directory));
            TimeSpan second = await TimeAsync(() => ServerUnderTest.StartEngineAsync("0,1", "--dir", directory));

            // The file comes from the disk in the first round, and from memory in the others.
            if (round > 0)
                report.Round("loading of the snapshot, s", round, first.TotalSeconds, second.TotalSeconds);
        }
    }

    private static async Task<TimeSpan> TimeAsync(Func<Task<ServerUnderTest>> start)
    {
        await using ServerUnderTest server = await start();
        return server.TimeToFirstPong;
    }
}
