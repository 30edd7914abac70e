using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Engine.Benchmarks;

/// <summary>Prints each round as it comes, and writes raw rounds and the table of medians.</summary>
internal sealed class BenchmarkReport(BenchmarkOptions options)
{
    private readonly StringBuilder _raw =
        new("test\tpipeline\tround\tredis_rps\tengine_rps\tredis_cpu_us\tengine_cpu_us\n");
    private readonly StringBuilder _startup = new("round\tredis_ms\tengine_ms\tembedded_ms\n");
    private readonly List<(string Test, int Pipeline, LoadResult Redis, LoadResult Engine)> _rounds = [];
    private readonly List<(double Redis, double Engine, double Embedded)> _starts = [];
    private string _heading = "";
    private readonly StringBuilder _memory =
        new("| bytes per element | redis, used | engine | ratio | redis, RSS | engine | ratio |\n"
            + "|---|---|---|---|---|---|---|\n");

    public void Machine(string redis, string engine) =>
        _heading = $"redis-server ({redis}) and the engine ({engine}), {RuntimeInformation.FrameworkDescription}, "
        + $"{Environment.ProcessorCount} cores.";

    public void Round(string test, int pipeline, int round, LoadResult redis, LoadResult engine)
    {
        _rounds.Add((test, pipeline, redis, engine));
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"{test}\t{pipeline}\t{round}\t{redis.RequestsPerSecond:F0}\t{engine.RequestsPerSecond:F0}"
            + $"\t{redis.CpuMicroseconds:F4}\t{engine.CpuMicroseconds:F4}");
        _raw.Append(line).Append('\n');
        Console.WriteLine(line);
    }

    public void Memory(string contents, MemoryResult redis, MemoryResult engine)
    {
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"| {contents} | {redis.Used:F1} | {engine.Used:F1} | {engine.Used / redis.Used:F2} "
            + $"| {redis.Resident:F1} | {engine.Resident:F1} | {engine.Resident / redis.Resident:F2} |");
        _memory.Append(line).Append('\n');
        Console.WriteLine(line);
    }

    public void Startup(int round, TimeSpan redis, TimeSpan engine, TimeSpan embedded)
    {
        _starts.Add((redis.TotalMilliseconds, engine.TotalMilliseconds, embedded.TotalMilliseconds));
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"{round}\t{redis.TotalMilliseconds:F1}\t{engine.TotalMilliseconds:F1}\t{embedded.TotalMilliseconds:F1}");
        _startup.Append(line).Append('\n');
        Console.WriteLine(line);
    }

    public void Save()
    {
        string table = Table();
        Console.WriteLine(table);
        Directory.CreateDirectory(options.Output);
        File.WriteAllText(Path.Combine(options.Output, "engine-rounds.tsv"), _raw.ToString());
        File.WriteAllText(Path.Combine(options.Output, "engine-startup.tsv"), _startup.ToString());
        File.WriteAllText(Path.Combine(options.Output, "engine-table.md"), table);
    }

    private string Table()
    {
        var text = new StringBuilder();
        text.Append("# The engine beside redis-server\n\n").Append(_heading).Append('\n');
        Append(text, $"Made by `./bench.sh engine --rounds {options.Rounds}`; [how](README.md), ");
        text.Append("raw rounds beside this file.\n\n");
        text.Append("| test | pipeline | redis CPU us/op | engine CPU us/op ");
        text.Append("| ratio redis/engine: median (range) | rate engine/redis |\n|---|---|---|---|---|---|\n");
        foreach (var group in _rounds.GroupBy(round => (round.Test, round.Pipeline)))
        {
            double redis = Median(group.Select(round => round.Redis.CpuMicroseconds));
            double engine = Median(group.Select(round => round.Engine.CpuMicroseconds));
            string ratio = Range(group.Select(round => round.Redis.CpuMicroseconds / round.Engine.CpuMicroseconds), 2);
            double rate = Median(group.Select(round => round.Engine.RequestsPerSecond / round.Redis.RequestsPerSecond));
            Append(text, $"| {group.Key.Test} | {group.Key.Pipeline} | {redis:F3} | {engine:F3} ");
            Append(text, $"| {ratio} | {rate:F2} |\n");
        }

        text.Append('\n').Append(_memory).Append('\n');
        text.Append("| ms to the first PONG: median (range) | redis-server | engine, executable | embedded |\n");
        text.Append("|---|---|---|---|\n| | ").Append(Range(_starts.Select(start => start.Redis), 1));
        text.Append(" | ").Append(Range(_starts.Select(start => start.Engine), 1));
        text.Append(" | ").Append(Range(_starts.Select(start => start.Embedded), 1)).Append(" |\n");
        return text.ToString();
    }

    private static void Append(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture));

    private static string Range(IEnumerable<double> values, int decimals)
    {
        double[] sorted = [.. values.Order()];
        string format = "F" + decimals.ToString(CultureInfo.InvariantCulture);
        string Text(double value) => value.ToString(format, CultureInfo.InvariantCulture);
        return $"{Text(Median(sorted))} ({Text(sorted[0])} - {Text(sorted[^1])})";
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2]
            : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
