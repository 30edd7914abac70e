using System.Globalization;

namespace Tour;

/// <summary>What the command line asks for.</summary>
internal sealed record TourOptions
{
    public const string Usage =
        """
        Usage: dotnet run --project samples/Tour -c Release -- [options]

          --redis HOST:PORT  run on this Redis instead of the embedded engine; a whole StackExchange.Redis
                             configuration such as "HOST:PORT,password=secret" will do. Nobody else should use the
                             server meanwhile: the tour counts its commands.
          --readers N        concurrent readers, 1 to 10000 (200)
          --reads N          reads per reader and phase, 1 to 100000 (250)
          --rounds N         how often the cached entries expire and are read again, 1 to 1000 (3)
          --seed N           seed of the readers' choices, 0 to 2147483647 (1)
          --fault NAME       break the recipe to see an invariant catch it: source-twice, wrong-value,
                             extra-command, no-store, late-expiry, lost-score or lost-job
          --help             print this text

        Exit code: 0 when every invariant held, 1 when one did not, 2 when the tour could not run.
        """;

    /// <summary>The StackExchange.Redis configuration of the server, or null for the embedded engine.</summary>
    public string? Redis { get; init; }

    public int Readers { get; init; } = 200;

    public int Reads { get; init; } = 250;

    public int Rounds { get; init; } = 3;

    public int Seed { get; init; } = 1;

    public PlantedFault Fault { get; init; }

    public bool Help { get; init; }

    /// <summary>Reads the command line.</summary>
    /// <exception cref="TourException">An option is unknown, lacks its value or is out of its bounds.</exception>
    public static TourOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new TourOptions();
        for (int i = 0; i < arguments.Count; i++)
        {
            string name = arguments[i];
            options = name switch
            {
                "--help" => options with { Help = true },
                "--redis" => options with { Redis = Value(arguments, ref i) },
                "--readers" => options with { Readers = Number(name, Value(arguments, ref i), 1, 10_000) },
                "--reads" => options with { Reads = Number(name, Value(arguments, ref i), 1, 100_000) },
                "--rounds" => options with { Rounds = Number(name, Value(arguments, ref i), 1, 1_000) },
                "--seed" => options with { Seed = Number(name, Value(arguments, ref i), 0, int.MaxValue) },
                "--fault" => options with { Fault = FaultOf(Value(arguments, ref i)) },
                _ => throw new TourException($"'{name}' is not an option of the tour; --help lists them."),
            };
        }

        return options;
    }

    private static string Value(IReadOnlyList<string> arguments, ref int index)
    {
        string name = arguments[index];
        index++;
        return index < arguments.Count && !arguments[index].StartsWith("--", StringComparison.Ordinal)
            ? arguments[index]
            : throw new TourException($"The option {name} lacks its value; --help shows it.");
    }

    private static PlantedFault FaultOf(string name) => name switch
    {
        "source-twice" => PlantedFault.SourceTwice,
        "wrong-value" => PlantedFault.WrongValue,
        "extra-command" => PlantedFault.ExtraCommand,
        "no-store" => PlantedFault.NoStore,
        "late-expiry" => PlantedFault.LateExpiry,
        "lost-score" => PlantedFault.LostScore,
        "lost-job" => PlantedFault.LostJob,
        _ => throw new TourException($"'{name}' is not a fault that can be planted; --help lists them."),
    };

    private static int Number(string name, string text, int min, int max)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number >= min && number <= max
            ? number
            : throw new TourException($"{name} is '{text}'; it must be a whole number from {min} to {max}.");
}
