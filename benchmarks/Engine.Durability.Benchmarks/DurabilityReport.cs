using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Engine.Durability.Benchmarks;

/// <summary>Prints each round as it comes, and writes raw rounds and the table of medians.</summary>
internal sealed class DurabilityReport(DurabilityOptions options)
{
    private readonly StringBuilder _raw = new("test\tround\tredis\tengine\tratio\n");
    private readonly List<(string Test, double Redis, double Engine)> _rounds = [];
    private string _heading = "";

    public void Machine(string redis, string engine) =>
        _heading = $"redis-server ({redis}) and the engine ({engine}), {RuntimeInformation.FrameworkDescription}, "
        + $"{Environment.ProcessorCount} cores.";

    public void Round(string test, int round, double redis, double engine)
    {
        _rounds.Add((test, redis, engine));
        string line = string.Create(
            CultureInfo.InvariantCulture, $"{test}\t{round}\t{redis:F3}\t{engine:F3}\t{engine / redis:F3}");
        _raw.Append(line).Append('\n');
        Console.WriteLine(line);
    }

    public void Save()
    {
        string table = Table();
        Console.WriteLine(table);
        Directory.CreateDirectory(options.Output);
        File.WriteAllText(Path.Combine(options.Output, "durability-rounds.tsv"), _raw.ToString());
        File.WriteAllText(Path.Combine(options.Output, "durability-table.md"), table);
    }

    private string Table()
    {
        var text = new StringBuilder("# Durability beside redis-server\n\n").Append(_heading).Append('\n');
        text.Append(
            CultureInfo.InvariantCulture,
            $"Made by `./bench.sh durability --keys {options.Keys} --writes {options.Writes} ");
        text.Append(CultureInfo.InvariantCulture, $"--rounds {options.Rounds}`; [how](README.md), ");
        text.Append("raw rounds beside this file.\n\n");
        text.Append("| test | redis-server | engine | engine/redis: median (range) |\n|---|---|---|---|\n");
        foreach (var group in _rounds.GroupBy(round => round.Test))
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {group.Key} | {Median(group.Select(round => round.Redis)):G4} ");
            text.Append(CultureInfo.InvariantCulture, $"| {Median(group.Select(round => round.Engine)):G4} ");
            double[] ratios = [.. group.Select(round => round.Engine / round.Redis).Order()];
            text.Append(
                CultureInfo.InvariantCulture, $"| {Median(ratios):F2} ({ratios[0]:F2} - {ratios[^1]:F2}) |\n");
        }

        return text.ToString();
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
