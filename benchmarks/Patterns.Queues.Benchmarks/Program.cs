using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Patterns.Queues;
using Patterns.Queues.Benchmarks;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

// ./bench.sh queues [rounds] [jobs] [folder] [part of the names of comparisons]
int rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 9;
int jobs = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 20_000;
string folder = args.Length > 2 ? args[2] : "docs/benchmarks";
string part = args.Length > 3 ? args[3] : "";
var warmUp = TimeSpan.FromSeconds(1.5);
await using RedisServerProcess server = await RedisServerProcess.StartAsync();
await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(
    new ConfigurationOptions { EndPoints = { server.EndPoint }, AllowAdmin = true });
var round = new Rounds(connection, jobs);
var bull = new BullMq(server.Port, jobs);
Comparison[] comparisons = [.. Comparisons.All(round, bull).Where(comparison => comparison.Name.Contains(part))];
var table = new StringBuilder("# Queues\n\n");
table.Append(CultureInfo.InvariantCulture, $"{server.Name}, {RuntimeInformation.FrameworkDescription}, ");
table.Append(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores that client and server share. ");
table.Append(CultureInfo.InvariantCulture, $"Made by `./bench.sh queues {rounds} {jobs}`; ");
table.Append("[how](README.md#queues).\n\n");
table.Append("| what | beside | unit | ours | theirs | ratio: median (range) | goal |\n");
table.Append("|---|---|---|---|---|---|---|\n");
var raw = new StringBuilder("what\tbeside\tunit\tround\tours\ttheirs\n");

// All of them first: what one has compiled is faster for the next.
foreach (Comparison comparison in comparisons)
{
    await comparison.WarmUpAsync(warmUp);
}

foreach (Comparison comparison in comparisons)
{
    await comparison.WarmUpAsync(TimeSpan.Zero);
    await comparison.RunAsync(rounds);
    Console.WriteLine(comparison.ToRow());
    table.Append(comparison.ToRow()).Append('\n');
    raw.AppendJoin('\n', comparison.ToRawRows()).Append('\n');
}

table.Append("\nWhat one message costs, of everything that a round of sending does:\n\n");
table.Append("| what | CPU of Redis, us | CPU of the program, us | bytes allocated |\n|---|---|---|---|\n");
var costs = new Costs(connection, jobs);
table.Append(await costs.ToRowAsync("`StreamAddAsync`", round.BareAddAsync)).Append('\n');
foreach (EnqueueKind kind in Comparisons.Kinds.Where(kind => kind.Name.Contains(part)))
{
    string row = await costs.ToRowAsync(kind.Name, () => round.EnqueueAsync(kind.Options));
    Console.WriteLine(row);
    table.Append(row).Append('\n');
}

table.Append("\nA worker with nothing to do runs, in a second, ");
foreach (QueueWakeUp wakeUp in Enum.GetValues<QueueWakeUp>())
{
    double commands = await round.IdleCommandsAsync(wakeUp);
    string line = string.Create(CultureInfo.InvariantCulture, $"{commands:F2} scripts with `{wakeUp}`");
    Console.WriteLine(line);
    table.Append(line).Append(wakeUp == QueueWakeUp.BlockingConnection ? ", " : ".\n");
}

Directory.CreateDirectory(folder);
await File.WriteAllTextAsync(Path.Combine(folder, "queues-table.md"), table.ToString());
await File.WriteAllTextAsync(Path.Combine(folder, "queues-rounds.tsv"), raw.ToString());
