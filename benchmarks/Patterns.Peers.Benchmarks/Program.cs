using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Patterns.Peers.Benchmarks;
using Patterns.Peers.Benchmarks.Contests;
using Patterns.Peers.Benchmarks.Measuring;
using Patterns.Peers.Benchmarks.Ours;
using Redis.Fixtures.Servers;

// ./bench.sh peers [rounds] [folder] [a part of a title]
#if PEERS
ILibraries others = new Patterns.Peers.Benchmarks.Peers.OtherLibraries();
#else
ILibraries? others = null;
#endif
if (others is null)
{
    Console.Error.WriteLine(
        "Built without the other libraries. Set PATTERNS_PEERS to 'published' for their packages, or to a folder with "
        + "their assemblies, and run again: PATTERNS_PEERS=published ./bench.sh peers");
    return 2;
}

int rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 7;
string folder = args.Length > 1 ? args[1] : "docs/benchmarks";
string part = args.Length > 2 ? args[2] : "";
ILibraries[] sides = [new OurLibraries(), others];
await using RedisServerProcess server = await RedisServerProcess.StartAsync();
await using var own = new Connections(server);
await using var connections = new Connections(server);
var meter = new Meter(own.Open().GetServers()[0]);
IEnumerable<Contest> contests = LockContests.All(sides.SelectMany(side => side.Locks), meter, connections.Open)
    .Concat(CacheContests.All(sides, meter, connections.Open))
    .Concat(LimiterContests.All(sides, meter, connections.Open))
    .Concat(QueueContests.All(sides.SelectMany(side => side.Queues), meter, connections.Open));

var tables = new StringBuilder("# Beside other libraries\n\n");
tables.Append(CultureInfo.InvariantCulture, $"{server.Name}, {RuntimeInformation.FrameworkDescription}, ");
tables.Append(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores that clients and server share. ");
tables.Append(CultureInfo.InvariantCulture, $"Made by `./bench.sh peers {rounds}`; ");
tables.Append("[how](README.md#other-libraries).\n\n");
var raw = new StringBuilder();
foreach (Contest contest in contests)
{
    if (contest.Title.Contains(part, StringComparison.OrdinalIgnoreCase))
    {
        await contest.RunAsync(rounds);
        string table = contest.ToTable();
        Console.Write(table);
        tables.Append(table);
        raw.AppendJoin('\n', contest.ToRawRows()).Append('\n');
    }

    // The next contest is made now, and must not be told of what goes on in this one.
    await connections.CloseAsync();
}

string losses = await LossProbe.RunAsync(sides.SelectMany(side => side.Locks), connections.Open);
Console.Write(losses);
tables.Append(losses);
Directory.CreateDirectory(folder);
await File.WriteAllTextAsync(Path.Combine(folder, "peers-table.md"), tables.ToString());
await File.WriteAllTextAsync(Path.Combine(folder, "peers-rounds.tsv"), raw.ToString());
return 0;
