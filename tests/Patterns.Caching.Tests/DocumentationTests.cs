using System.Diagnostics.Metrics;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Patterns.Caching.Telemetry;
using Patterns.Core;

namespace Patterns.Caching.Tests;

/// <summary>Tables in the pages say what the code says.</summary>
public sealed partial class DocumentationTests
{
    private const StringComparison Exactly = StringComparison.Ordinal;

    [Fact]
    public void The_telemetry_page_lists_every_instrument_and_no_other()
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

        IEnumerable<string> rows = InstrumentRow().Matches(Page("telemetry.md"))
            .Select(row => $"{row.Groups[1].Value} {row.Groups[2].Value}");
        Assert.Equal(instruments, rows.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_recipes_page_lists_every_option_and_no_other()
    {
        IEnumerable<string> options = typeof(RedisCacheOptions).GetProperties()
            .Concat(typeof(CircuitOptions).GetProperties())
            .Select(property => property.Name);
        IEnumerable<string> rows = OptionRow().Matches(Options()).Select(row => row.Groups[1].Value);
        Assert.Equal(options.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(typeof(RedisCacheOptions))]
    [InlineData(typeof(CircuitOptions))]
    public void The_recipes_page_gives_the_defaults_of_numbers_and_times(Type options)
    {
        object defaults = Activator.CreateInstance(options)!;
        foreach (PropertyInfo property in options.GetProperties())
        {
            string? value = property.GetValue(defaults) switch
            {
                TimeSpan time when time.TotalMinutes >= 1 => $"{time.TotalMinutes} minutes",
                TimeSpan time => $"{time.TotalSeconds} second",
                double or int => string.Create(CultureInfo.InvariantCulture, $"{property.GetValue(defaults)}"),
                _ => null,
            };
            if (value is not null)
            {
                string row = Options().Split('\n').Single(line => line.StartsWith($"| `{property.Name}` |", Exactly));
                Assert.StartsWith(value, row.Split('|')[2].Trim(), Exactly);
            }
        }
    }

    private static string Options()
        => Page("caching/cache-aside.md").Split("\n## ").Single(part => part.StartsWith("Options", Exactly));

    private static string Page(string name, [CallerFilePath] string thisFile = "")
        => File.ReadAllText(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "docs", name));

    [GeneratedRegex(@"^\| `(patterns\.cache\.[a-z_.]+)` \| \w+ \| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex InstrumentRow();

    [GeneratedRegex(@"^\| `(\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex OptionRow();
}
