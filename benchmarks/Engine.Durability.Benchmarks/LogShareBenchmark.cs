using Engine.Benchmarks;

namespace Engine.Durability.Benchmarks;

/// <summary>
/// What appending with everysec adds to the processor's time of a SET at a pipeline of 16: the time with the log over
/// the time without it.
/// </summary>
internal static class LogShareBenchmark
{
    private const int Requests = 2_000_000;
    private const int Pipeline = 16;

    public static async Task RunAsync(DurabilityOptions options, ScratchDirectories disk, DurabilityReport report)
    {
        string[] log = ["--appendonly", "yes", "--auto-aof-rewrite-percentage", "0", "--dir"];
        await using ServerUnderTest redis = await ServerUnderTest.StartRedisAsync("0");
        await using ServerUnderTest redisWithLog = await ServerUnderTest.StartRedisAsync("0", [.. log, disk.Next()]);
        await using ServerUnderTest engine = await ServerUnderTest.StartEngineAsync("0");
        await using ServerUnderTest engineWithLog = await ServerUnderTest.StartEngineAsync("0", [.. log, disk.Next()]);
        report.Machine(await redis.VersionAsync(), await engine.VersionAsync());
        foreach (ServerUnderTest server in (ServerUnderTest[])[redis, redisWithLog, engine, engineWithLog])
            Cost(server);
        for (int round = 1; round <= options.Rounds; round++)
        {
            double plain = Cost(redis);
            double first = Cost(redisWithLog) / plain;
            plain = Cost(engine);
            report.Round("CPU per SET with everysec over that without", round, first, Cost(engineWithLog) / plain);
        }
    }

    private static double Cost(ServerUnderTest server)
    {
        double before = server.CpuSeconds();
        RedisBenchmark.Set(server.Port, Requests, Pipeline);
        return server.CpuSeconds() - before;
    }
}
