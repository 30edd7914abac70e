using System.Globalization;
using System.Text.RegularExpressions;

namespace Redis.Fixtures.Differential;

/// <summary>
/// A source of random commands over a small space of keys, made from weighted templates. In a template
/// <list type="bullet">
/// <item><c>{a|b c|}</c> is one of the alternatives, which may be empty and may hold further holes;</item>
/// <item><c>{key}</c>, <c>{field}</c> and <c>{member}</c> are one of five names each;</item>
/// <item><c>{value}</c> is a string: empty, short, binary, long, or one that spells a number;</item>
/// <item><c>{int}</c> is a whole number, often one at the edge of what fits; <c>{index}</c> one from -6 to 6;</item>
/// <item><c>{float}</c> is a number with a fraction, an exponent or neither;</item>
/// <item><c>{seconds}</c> is a time to live that outlasts any run.</item>
/// </list>
/// The same seed gives the same commands.
/// </summary>
public sealed partial class RandomCommands(params IReadOnlyList<CommandTemplate> templates)
{
    private static readonly string[] s_integers =
        ["0", "1", "-1", "2", "10", "100", "9223372036854775807", "-9223372036854775808", "4294967296", "1000000"];

    private static readonly string[] s_floats = ["0.5", "-1.5", "3", "1e3", "0.1", "10.25", "-0", "1e-7"];

    private static readonly string[] s_values =
        ["\"\"", "a", "abc", "\"\\x00\\xff\\r\\n\"", "12", "-5", "1.5", "\"two words\"", new string('x', 100)];

    /// <summary>Holes of the test's own, by name; they win over those above.</summary>
    public Dictionary<string, Func<Random, string>> Holes { get; } = new()
    {
        ["key"] = random => $"key{random.Next(5)}",
        ["field"] = random => $"field{random.Next(5)}",
        ["member"] = random => $"member{random.Next(5)}",
        ["value"] = random => Choose(random, s_values),
        ["int"] = random => Choose(random, s_integers),
        ["index"] = random => random.Next(-6, 7).ToString(CultureInfo.InvariantCulture),
        ["seconds"] = random => random.Next(10_000, 1_000_000).ToString(CultureInfo.InvariantCulture),
        ["float"] = random => Choose(random, s_floats),
    };

    /// <summary>So many lines of a script.</summary>
    public IReadOnlyList<string> Generate(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Fill(ChooseTemplate(random), random))];
    }

    private static string Choose(Random random, string[] alternatives) =>
        alternatives[random.Next(alternatives.Length)];

    private string ChooseTemplate(Random random)
    {
        int draw = random.Next(templates.Sum(template => template.Weight));
        return templates.First(template => (draw -= template.Weight) < 0).Line;
    }

    /// <summary>Fills the innermost holes until there are none.</summary>
    private string Fill(string line, Random random)
    {
        while (line.Contains('{', StringComparison.Ordinal))
        {
            string filled = InnermostHole().Replace(line, hole => FillHole(hole.Groups[1].Value, random));
            line = filled != line
                ? filled
                : throw new FormatException($"A brace is not closed in the template: {line}");
        }

        return line;
    }

    private string FillHole(string hole, Random random)
    {
        if (hole.Contains('|', StringComparison.Ordinal))
        {
            return Choose(random, hole.Split('|'));
        }

        return Holes.TryGetValue(hole, out Func<Random, string>? fill)
            ? fill(random)
            : throw new FormatException($"No hole is called {{{hole}}}; there are {string.Join(", ", Holes.Keys)}.");
    }

    [GeneratedRegex(@"\{([^{}]*)\}")]
    private static partial Regex InnermostHole();
}
