using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Patterns.Caching.Telemetry;

namespace Patterns.Caching.Tests;

public sealed partial class TelemetryTableTests
{
    [Fact]
    public void The_table_in_the_docs_lists_every_instrument_and_no_other()
    {
        RuntimeHelpers.RunClassConstructor(typeof(CachingInstruments).TypeHandle);
        var instruments = new SortedSet<string>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == "Patterns.Caching")
            {
                instruments.Add($"{instrument.Name} {instrument.Unit}");
            }
        };
        listener.Start();

        string table = File.ReadAllText(Path.Combine(Root(), "docs", "telemetry.md"));
        IEnumerable<string> rows = Row().Matches(table).Select(row => $"{row.Groups[1].Value} {row.Groups[2].Value}");
        Assert.Equal(instruments, rows.Order(StringComparer.Ordinal));
    }

    private static string Root([CallerFilePath] string thisFile = "")
        => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));

    [GeneratedRegex(@"^\| `(patterns\.cache\.[a-z_.]+)` \| \w+ \| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
