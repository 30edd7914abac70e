using System.Globalization;

namespace Engine.Benchmarks;

/// <summary>What to measure, and how long.</summary>
/// <param name="Rounds">Paired rounds of each test.</param>
/// <param name="Scale">Multiplies the number of requests.</param>
/// <param name="Tests">Names of <see cref="Workloads"/>.</param>
/// <param name="Output">The folder that raw rounds and table are written to.</param>
/// <param name="Parts">Which of <see cref="Table"/> and <see cref="HitRate"/>.</param>
internal sealed record BenchmarkOptions(int Rounds, double Scale, string[] Tests, string Output, string[] Parts)
{
    /// <summary>Throughput, memory and start.</summary>
    public const string Table = "table";

    /// <summary>Hit rates with maxmemory, which take a minute and a half for a round and policy.</summary>
    public const string HitRate = "hitrate";

    public static BenchmarkOptions Parse(string[] arguments)
    {
        string[] known = [.. Workloads.All.Select(workload => workload.Name)];
        var options = new BenchmarkOptions(5, 1, known, "docs/benchmarks", [Table]);
        for (int i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length)
                throw new ArgumentException($"{arguments[i]} needs a value.");
            string value = arguments[i + 1];
            options = arguments[i] switch
            {
                "--rounds" => options with { Rounds = int.Parse(value, CultureInfo.InvariantCulture) },
                "--scale" => options with { Scale = double.Parse(value, CultureInfo.InvariantCulture) },
                "--tests" => options with { Tests = Chosen(value.Split(','), known) },
                "--output" => options with { Output = value },
                "--parts" => options with { Parts = Chosen(value.Split(','), [Table, HitRate]) },
                _ =>
                    throw new ArgumentException(
                        $"{arguments[i]} is unknown; there are --rounds, --scale, --tests, --output and --parts."),
            };
        }

        return options;
    }

    private static string[] Chosen(string[] names, string[] known)
    {
        string[] unknown = [.. names.Except(known)];
        return unknown.Length == 0
            ? names
            : throw new ArgumentException(
                $"There is no {string.Join(", ", unknown)}; there are {string.Join(", ", known)}.");
    }
}
