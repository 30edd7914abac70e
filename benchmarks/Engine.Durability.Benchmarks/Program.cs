using System.Diagnostics;
using Engine.Durability.Benchmarks;

// ./bench.sh durability [--keys 5000000] [--writes 20000] [--rounds 3] [--tests bgsave,load,everysec,always]
//     [--output docs/benchmarks]
DurabilityOptions options = DurabilityOptions.Parse(args);
// Builds the executable when its sources changed.
using (Process build = Process.Start("./engine.sh", "--version"))
    await build.WaitForExitAsync();

var report = new DurabilityReport(options);
using var disk = new ScratchDirectories();
if (options.Tests.Contains("bgsave"))
    await SnapshotBenchmark.RunAsync(options, disk, report);
if (options.Tests.Contains("load"))
    await LoadingBenchmark.RunAsync(options, disk, report);
if (options.Tests.Contains("everysec"))
    await LogShareBenchmark.RunAsync(options, disk, report);
if (options.Tests.Contains("always"))
    await SyncedWritesBenchmark.RunAsync(options, disk, report);
report.Save();
return 0;
