using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Engine.Benchmarks;

/// <summary>Prints each round as it comes, and writes raw rounds and the table of medians.</summary>
internal sealed class BenchmarkReport(BenchmarkOptions options)
{
    private readonly StringBuilder _raw = new("test\tpipeline\tround\tredis_rps\tengine_rps\tredis_cpu_us\tengine_cpu_us\n");
    private readonly StringBuilder _startup = new("round\tredis_ms\tengine_ms\tembedded_ms\n");
    private readonly List<(string Test, int Pipeline, LoadResult Redis, LoadResult Engine)> _rounds = [];
    private readonly List<(double Redis, double Engine, double Embedded)> _starts = [];
    private string _heading = "";
    private string _memory = "";

    public void Machine(string redis, string engine) =>
        _heading = $"redis-server ({redis}) and the engine ({engine}), {RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} cores.";

    public void Round(string test, int pipeline, int round, LoadResult redis, LoadResult engine)
    {
        _rounds.Add((test, pipeline, redis, engine));
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"{test}\t{pipeline}\t{round}\t{redis.RequestsPerSecond:F0}\t{engine.RequestsPerSecond:F0}\t{redis.CpuMicroseconds:F4}\t{engine.CpuMicroseconds:F4}");
        _raw.Append(line).Append('\n');
        Console.WriteLine(line);
    }

    public void Memory(int keys, MemoryResult redis, MemoryResult engine)
    {
        _memory = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            | {keys:N0} keys of 16 bytes, values of 3 | redis | engine | engine/redis |
            |---|---|---|---|
            | bytes per key, used_memory | {redis.Used:F1} | {engine.Used:F1} | {engine.Used / redis.Used:F2} |
            | bytes per key, resident | {redis.Resident:F1} | {engine.Resident:F1} | {engine.Resident / redis.Resident:F2} |
            """);
        Console.WriteLine(_memory);
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
        text.Append(CultureInfo.InvariantCulture, $"Made by `./bench.sh engine --rounds {options.Rounds}`; [how](README.md), raw rounds beside this file.\n\n");
        text.Append("| test | pipeline | redis CPU us/op | engine CPU us/op | ratio redis/engine: median (range) | rate engine/redis |\n");
        text.Append("|---|---|---|---|---|---|\n");
        foreach (var group in _rounds.GroupBy(round => (round.Test, round.Pipeline)))
        {
            double[] ratios = [.. group.Select(round => round.Redis.CpuMicroseconds / round.Engine.CpuMicroseconds).Order()];
            text.Append(CultureInfo.InvariantCulture, $"| {group.Key.Test} | {group.Key.Pipeline} | {Median(group.Select(round => round.Redis.CpuMicroseconds)):F3} ")
                .Append(CultureInfo.InvariantCulture, $"| {Median(group.Select(round => round.Engine.CpuMicroseconds)):F3} ")
                .Append(CultureInfo.InvariantCulture, $"| {Median(ratios):F2} ({ratios[0]:F2} - {ratios[^1]:F2}) ")
                .Append(CultureInfo.InvariantCulture, $"| {Median(group.Select(round => round.Engine.RequestsPerSecond / round.Redis.RequestsPerSecond)):F2} |\n");
        }

        text.Append('\n').Append(_memory).Append("\n\n");
        text.Append("| time to first PONG, ms: median (range) | redis-server | engine, executable | engine, embedded |\n|---|---|---|---|\n");
        text.Append(CultureInfo.InvariantCulture, $"| | {Range(_starts.Select(start => start.Redis))} | {Range(_starts.Select(start => start.Engine))} ")
            .Append(CultureInfo.InvariantCulture, $"| {Range(_starts.Select(start => start.Embedded))} |\n");
        return text.ToString();
    }

    private static string Range(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return string.Create(CultureInfo.InvariantCulture, $"{Median(sorted):F1} ({sorted[0]:F1} - {sorted[^1]:F1})");
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
