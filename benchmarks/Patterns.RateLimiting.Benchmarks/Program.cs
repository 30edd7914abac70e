using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Patterns.RateLimiting.Benchmarks;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

// ./bench.sh ratelimiting [rounds] [folder]
int rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 9;
string folder = args.Length > 1 ? args[1] : "docs/benchmarks";
await using RedisServerProcess server = await RedisServerProcess.StartAsync();
await using ConnectionMultiplexer connection =
    await ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions { EndPoints = { server.EndPoint } });

var table = new StringBuilder("# Rate limiting\n\n");
table.Append(CultureInfo.InvariantCulture, $"{server.Name}, {RuntimeInformation.FrameworkDescription}, ");
table.Append(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores that client and server share. ");
table.Append(
    CultureInfo.InvariantCulture, $"Made by `./bench.sh ratelimiting {rounds}`; [how](README.md#rate-limiting).\n\n");
table.Append("| what | beside | callers | us | beside us | ratio: median (range) | bytes more per call |\n");
table.Append("|---|---|---|---|---|---|---|\n");
var raw = new StringBuilder("what\tbeside\tcallers\tround\tus\tbeside_us\n");
Pair[] pairs =
[
    .. new AcquirePairs(connection.GetDatabase()).All,
    .. LocalPairs.All(connection.GetDatabase()),
    .. MiddlewarePairs.All(connection),
];
foreach (Pair pair in pairs)
{
    PairedMeasurement measurement = await PairedMeasurement.RunAsync(pair, rounds);
    Console.WriteLine(measurement.ToRow());
    table.Append(measurement.ToRow()).Append('\n');
    raw.Append(measurement.ToRounds());
}

Directory.CreateDirectory(folder);
await File.WriteAllTextAsync(Path.Combine(folder, "ratelimiting-table.md"), table.ToString());
await File.WriteAllTextAsync(Path.Combine(folder, "ratelimiting-rounds.tsv"), raw.ToString());
