using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Engine.Server;
using Patterns.Leaderboards.Benchmarks;
using Patterns.RateLimiting.Benchmarks;
using Redis.Fixtures.Servers;
using StackExchange.Redis;

// ./bench.sh leaderboards [rounds] [members] [folder]
int rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 9;
int members = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1_000_000;
string folder = args.Length > 2 ? args[2] : "docs/benchmarks";
var table = new StringBuilder("# Leaderboards\n\n");
var raw = new StringBuilder("what\tbeside\tcallers\tround\tus\tbeside_us\n");
var memory = new StringBuilder();
await using (RedisServerProcess server = await RedisServerProcess.StartAsync())
{
    table.Append(CultureInfo.InvariantCulture, $"{server.Name} and the engine in the client's process, ");
    table.Append(CultureInfo.InvariantCulture, $"{RuntimeInformation.FrameworkDescription}, ");
    table.Append(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores that client and server share. ");
    table.Append(CultureInfo.InvariantCulture, $"Made by `./bench.sh leaderboards {rounds} {members}`; ");
    table.Append("[how](README.md#leaderboards).\n\n");
    table.Append("| what | beside | callers | us | beside us | ratio: median (range) | bytes more per call |\n");
    table.Append("|---|---|---|---|---|---|---|\n");
    await MeasureAsync("redis-server", new ConfigurationOptions { EndPoints = { server.EndPoint } });
}

await using (EngineServer engine = await EngineServer.StartAsync())
{
    await MeasureAsync("engine", ConfigurationOptions.Parse($"localhost:{engine.Port}"));
}

table.Append("\n## Memory\n\n| server | board | members | bytes per member |\n|---|---|---|---|\n").Append(memory);
Directory.CreateDirectory(folder);
await File.WriteAllTextAsync(Path.Combine(folder, "leaderboards-table.md"), table.ToString());
await File.WriteAllTextAsync(Path.Combine(folder, "leaderboards-rounds.tsv"), raw.ToString());

async Task MeasureAsync(string name, ConfigurationOptions configuration)
{
    configuration.AsyncTimeout = 60_000;
    await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(configuration);
    BoardPairs boards = await BoardPairs.CreateAsync(name, connection, members);
    foreach (Pair pair in boards.All)
    {
        PairedMeasurement measurement = await PairedMeasurement.RunAsync(pair, rounds);
        Console.WriteLine(measurement.ToRow());
        table.Append(measurement.ToRow()).Append('\n');
        raw.Append(measurement.ToRounds());
    }

    memory.Append(await MemoryTable.MeasureAsync(name, connection.GetDatabase(), Math.Min(members, 200_000)));
}
