using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using Patterns.Caching.Benchmarks;
using Patterns.RateLimiting.Benchmarks;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

// ./bench.sh caching [rounds] [folder]
if (args is [StampedeReaders.Argument, var address])
{
    await StampedeReaders.RunAsync(address);
    return;
}

int rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 9;
string folder = args.Length > 1 ? args[1] : "docs/benchmarks";
await using RedisServerProcess server = await RedisServerProcess.StartAsync();
await using ConnectionMultiplexer connection =
    await ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions { EndPoints = { server.EndPoint } });
IDatabase database = connection.GetDatabase();

var table = new StringBuilder("# Caching\n\n");
table.Append(CultureInfo.InvariantCulture, $"{server.Name}, {RuntimeInformation.FrameworkDescription}, ");
table.Append(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores that clients and server share. ");
table.Append(CultureInfo.InvariantCulture, $"Made by `./bench.sh caching {rounds}`; [how](README.md#caching).\n\n");
table.Append("| what | beside | callers | us | beside us | ratio: median (range) | bytes more per call |\n");
table.Append("|---|---|---|---|---|---|---|\n");
var raw = new StringBuilder("what\tbeside\tcallers\tround\tus\tbeside_us\n");
foreach (Pair pair in await new CachePairs(database).CreateAsync())
{
    PairedMeasurement measurement = await PairedMeasurement.RunAsync(pair, rounds);
    Console.WriteLine(measurement.ToRow());
    table.Append(measurement.ToRow()).Append('\n');
    raw.Append(measurement.ToRounds());
}

string stampede = await Stampede.RunAsync(((IPEndPoint)server.EndPoint).ToString(), database);
Console.WriteLine(stampede);
table.Append(stampede);
string ahead = await RefreshAheadRun.RunAsync(server.EndPoint);
Console.WriteLine(ahead);
table.Append(ahead);
Directory.CreateDirectory(folder);
await File.WriteAllTextAsync(Path.Combine(folder, "caching-table.md"), table.ToString());
await File.WriteAllTextAsync(Path.Combine(folder, "caching-rounds.tsv"), raw.ToString());
