using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using Patterns.Locking.Benchmarks;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

// ./bench.sh locking [rounds] [folder]
if (args is [HandOverReceiver.Argument, var address])
{
    await HandOverReceiver.RunAsync(address);
    return;
}

int rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 9;
string folder = args.Length > 1 ? args[1] : "docs/benchmarks";
RedisServerProcess[] servers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => RedisServerProcess.StartAsync()));
ConnectionMultiplexer[] connections = await Task.WhenAll(servers.Select(ConnectAsync));

var table = new StringBuilder("# Locking\n\n");
table.Append(CultureInfo.InvariantCulture, $"{servers[0].Name}, {RuntimeInformation.FrameworkDescription}, ");
table.Append(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores that clients and servers share. ");
table.Append(CultureInfo.InvariantCulture, $"Made by `./bench.sh locking {rounds}`; [how](README.md#locking).\n\n");
table.Append("| what | beside | callers | us | beside us | ratio: median (range) | bytes more per call |\n");
table.Append("|---|---|---|---|---|---|---|\n");
var raw = new StringBuilder();
foreach (Pair pair in LockPairs.All([.. connections.Select(connection => connection.GetDatabase())]))
{
    string row = (await PairedMeasurement.RunAsync(pair, rounds, raw)).ToRow();
    Console.WriteLine(row);
    table.Append(row).Append('\n');
}

table.Append("\nHanded over to another process that waits, in milliseconds:\n\n");
table.Append("| p50 | p99 | bare p50 | bare p99 | p50 ratio: median (range) | p99 ratio: median (range) |\n");
table.Append("|---|---|---|---|---|---|\n");
await using (var handOver = new HandOver(((IPEndPoint)servers[0].EndPoint).ToString(), rounds))
{
    string row = await handOver.RunAsync(raw);
    Console.WriteLine(row);
    table.Append(row).Append('\n');
}

Directory.CreateDirectory(folder);
await File.WriteAllTextAsync(Path.Combine(folder, "locking-table.md"), table.ToString());
await File.WriteAllTextAsync(Path.Combine(folder, "locking-rounds.tsv"), raw.ToString());
await Task.WhenAll(connections.Select(connection => connection.DisposeAsync().AsTask()));
await Task.WhenAll(servers.Select(server => server.DisposeAsync().AsTask()));

static Task<ConnectionMultiplexer> ConnectAsync(RedisServerProcess server)
    => ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions { EndPoints = { server.EndPoint } });
