using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Patterns.Analytics.Telemetry;

namespace Patterns.Analytics.Tests;

/// <summary>Tables in the pages say what the code says.</summary>
public sealed partial class DocumentationTests
{
    [Fact]
    public void The_telemetry_page_lists_every_instrument_and_no_other()
    {
        RuntimeHelpers.RunClassConstructor(typeof(AnalyticsInstruments).TypeHandle);
        var instruments = new SortedSet<string>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == "Patterns.Analytics")
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
    public void The_pages_list_every_option_of_every_recipe()
    {
        string[] pages = [.. Directory.GetFiles(Path.Combine(Docs(), "analytics")).Select(File.ReadAllText)];
        IEnumerable<string> options = typeof(RedisAnalyticsOptions).Assembly.GetExportedTypes()
            .Where(type => type.IsAssignableTo(typeof(RedisAnalyticsOptions)))
            .SelectMany(type => type.GetProperties())
            .Select(property => property.Name);
        Assert.All(
            options.Distinct(),
            option => Assert.Contains(pages, page => page.Contains($"\n| `{option}` |", StringComparison.Ordinal)));
    }

    private static string Page(string name) => File.ReadAllText(Path.Combine(Docs(), name));

    private static string Docs([CallerFilePath] string thisFile = "")
        => Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "docs");

    [GeneratedRegex(@"^\| `(patterns\.analytics\.[a-z_.]+)` \| \w+ \| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex InstrumentRow();
}
