using System.Diagnostics;
using Engine.Benchmarks;

// ./bench.sh engine [--rounds 5] [--scale 1.0] [--tests get,hset,eval_fib_27] [--output docs/benchmarks]
// [--parts table,hitrate]
BenchmarkOptions options = BenchmarkOptions.Parse(args);
// Builds the executable when its sources changed.
using (Process build = Process.Start("./engine.sh", "--version"))
    await build.WaitForExitAsync();

if (options.Parts.Contains(BenchmarkOptions.HitRate))
    await HitRateBenchmark.RunAsync(options);
if (!options.Parts.Contains(BenchmarkOptions.Table))
    return 0;

var report = new BenchmarkReport(options);

await using (ServerUnderTest redis = await ServerUnderTest.StartRedisAsync())
await using (ServerUnderTest engine = await ServerUnderTest.StartEngineAsync())
{
    report.Machine(await redis.VersionAsync(), await engine.VersionAsync());
    ThroughputBenchmark.Run(options, redis, engine, report);
}

await MemoryBenchmark.RunAsync(options, report);
await StartupBenchmark.RunAsync(options, report);
report.Save();
return 0;
