using System.Globalization;

namespace Engine.Durability.Benchmarks;

/// <summary>What to measure.</summary>
/// <param name="Keys">Small keys in the snapshots.</param>
/// <param name="Writes">Writes per second while a snapshot is taken.</param>
/// <param name="Rounds">Paired rounds of each test.</param>
/// <param name="Tests">Some of bgsave, load, everysec and always.</param>
/// <param name="Output">The folder that raw rounds and table are written to.</param>
internal sealed record DurabilityOptions(int Keys, int Writes, int Rounds, string[] Tests, string Output)
{
    private static readonly string[] s_known = ["bgsave", "load", "everysec", "always"];

    public static DurabilityOptions Parse(string[] arguments)
    {
        var options = new DurabilityOptions(5_000_000, 20_000, 3, s_known, "docs/benchmarks");
        for (int i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length)
                throw new ArgumentException($"{arguments[i]} needs a value.");
            string value = arguments[i + 1];
            options = arguments[i] switch
            {
                "--keys" => options with { Keys = int.Parse(value, CultureInfo.InvariantCulture) },
                "--writes" => options with { Writes = int.Parse(value, CultureInfo.InvariantCulture) },
                "--rounds" => options with { Rounds = int.Parse(value, CultureInfo.InvariantCulture) },
                "--tests" => options with { Tests = Chosen(value.Split(',')) },
                "--output" => options with { Output = value },
                _ => throw new ArgumentException(
                    $"{arguments[i]} is unknown; there are --keys, --writes, --rounds, --tests and --output."),
            };
        }

        return options;
    }

    private static string[] Chosen(string[] names)
    {
        string[] unknown = [.. names.Except(s_known)];
        return unknown.Length == 0
            ? names
            : throw new ArgumentException(
                $"There is no test {string.Join(", ", unknown)}; there are {string.Join(", ", s_known)}.");
    }
}
