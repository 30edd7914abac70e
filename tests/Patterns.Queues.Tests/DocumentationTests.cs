using System.Diagnostics.Metrics;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Patterns.Queues.Telemetry;

namespace Patterns.Queues.Tests;

/// <summary>Tables in the pages say what the code says.</summary>
public sealed partial class DocumentationTests
{
    [Fact]
    public void The_telemetry_page_lists_every_instrument_and_no_other()
    {
        RuntimeHelpers.RunClassConstructor(typeof(QueueInstruments).TypeHandle);
        var instruments = new SortedSet<string>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == "Patterns.Queues")
            {
                instruments.Add($"{instrument.Name} {instrument.Unit}");
            }
        };
        listener.Start();

        IEnumerable<string> rows = InstrumentRow().Matches(Page("telemetry.md"))
            .Select(row => $"{row.Groups[1].Value} {row.Groups[2].Value}");
        Assert.Equal(instruments, rows.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(typeof(StreamQueueOptions))]
    [InlineData(typeof(ConsumerOptions))]
    public void The_page_lists_every_option_with_its_default(Type options)
    {
        object defaults = Activator.CreateInstance(options)!;
        string page = Page("queues/index.md");
        foreach (PropertyInfo property in options.GetProperties())
        {
            string row = Assert.Single(
                page.Split('\n'), line => line.StartsWith($"| `{property.Name}` |", StringComparison.Ordinal));
            string? value = property.GetValue(defaults) switch
            {
                TimeSpan { TotalHours: >= 1 } time => $"{time.TotalHours} hour",
                TimeSpan time => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds} second"),
                int number => number.ToString(CultureInfo.InvariantCulture),
                QueueWakeUp wakeUp => $"`{wakeUp}`",
                string text => $"`{text}`",
                _ => null,
            };
            Assert.StartsWith(value ?? "", row.Split('|')[2].Trim(), StringComparison.Ordinal);
        }
    }

    private static string Page(string name, [CallerFilePath] string thisFile = "")
        => File.ReadAllText(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "docs", name));

    [GeneratedRegex(@"^\| `(patterns\.queue\.[a-z_.]+)` \| \w+ \| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex InstrumentRow();
}
