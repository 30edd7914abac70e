using Engine.Benchmarks;

namespace Engine.Durability.Benchmarks;

/// <summary>SETs per second of 50 clients with appendfsync always, on the same disk.</summary>
internal static class SyncedWritesBenchmark
{
    private const int Requests = 50_000;

    public static async Task RunAsync(DurabilityOptions options, ScratchDirectories disk, DurabilityReport report)
    {
        string[] log =
            ["--appendonly", "yes", "--appendfsync", "always", "--auto-aof-rewrite-percentage", "0", "--dir"];
        await using ServerUnderTest redis = await ServerUnderTest.StartRedisAsync("0", [.. log, disk.Next()]);
        await using ServerUnderTest engine = await ServerUnderTest.StartEngineAsync("0", [.. log, disk.Next()]);
        report.Machine(await redis.VersionAsync(), await engine.VersionAsync());
        for (int round = 0; round <= options.Rounds; round++)
        {
            double first = RedisBenchmark.Set(redis.Port, Requests, pipeline: 1);
            double second = RedisBenchmark.Set(engine.Port, Requests, pipeline: 1);
            if (round > 0)
                report.Round("SETs per second with always", round, first, second);
        }
    }
}
