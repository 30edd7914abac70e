using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Patterns.Leaderboards.Telemetry;

namespace Patterns.Leaderboards.Tests;

/// <summary>Tables in the pages say what the code says.</summary>
public sealed partial class DocumentationTests
{
    [Fact]
    public void The_telemetry_page_lists_every_instrument_and_no_other()
    {
        RuntimeHelpers.RunClassConstructor(typeof(LeaderboardInstruments).TypeHandle);
        var instruments = new SortedSet<string>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == "Patterns.Leaderboards")
            {
                instruments.Add($"{instrument.Name} {instrument.Unit}");
            }
        };
        listener.Start();

        IEnumerable<string> rows = InstrumentRow().Matches(Page("telemetry.md"))
            .Select(row => $"{row.Groups[1].Value} {row.Groups[2].Value}");
        Assert.Equal(instruments, rows.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_recipes_page_lists_every_option_and_no_other()
    {
        string options = Page("leaderboards/leaderboard.md").Split("\n## ")
            .Single(part => part.StartsWith("Options", StringComparison.Ordinal));
        Assert.Equal(
            typeof(LeaderboardsOptions).GetProperties().Select(property => property.Name).Order(StringComparer.Ordinal),
            OptionRow().Matches(options).Select(row => row.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    private static string Page(string name, [CallerFilePath] string thisFile = "")
        => File.ReadAllText(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "docs", name));

    [GeneratedRegex(@"^\| `(patterns\.leaderboard\.[a-z_.]+)` \| \w+ \| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex InstrumentRow();

    [GeneratedRegex(@"^\| `(\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex OptionRow();
}
