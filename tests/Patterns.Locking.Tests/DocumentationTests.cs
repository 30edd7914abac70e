using System.Diagnostics.Metrics;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Patterns.Locking.Idempotency;
using Patterns.Locking.Leases;
using Patterns.Locking.Quorum;
using Patterns.Locking.Telemetry;

namespace Patterns.Locking.Tests;

/// <summary>Tables in the pages say what the code says.</summary>
public sealed partial class DocumentationTests
{
    public static TheoryData<string, Type> Pages => new()
    {
        { "index", typeof(RedisLocksOptions) },
        { "redlock", typeof(RedlockOptions) },
        { "idempotency", typeof(IdempotencyOptions) },
    };

    [Fact]
    public void The_telemetry_page_lists_every_instrument_and_no_other()
    {
        RuntimeHelpers.RunClassConstructor(typeof(LockInstruments).TypeHandle);
        var instruments = new SortedSet<string>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == "Patterns.Locking")
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
    public void The_telemetry_page_lists_every_reason_of_a_loss()
    {
        string page = Page("telemetry.md");
        Assert.All(
            Enum.GetValues<LossReason>(),
            reason => Assert.Contains($"`{LockMetrics.NameOf(reason)}`", page, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Pages_list_every_option_with_its_default(string page, Type options)
    {
        object defaults = Activator.CreateInstance(options)!;
        foreach (PropertyInfo property in options.GetProperties())
        {
            string[] rows = [.. Page($"locking/{page}.md").Split('\n')
                .Concat(Page("locking/index.md").Split('\n'))
                .Where(line => line.StartsWith($"| `{property.Name}` |", StringComparison.Ordinal))];
            Assert.NotEmpty(rows);
            string? value = property.GetValue(defaults) switch
            {
                TimeSpan { TotalMinutes: >= 1 } time => $"{time.TotalMinutes} minute",
                TimeSpan time => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds} second"),
                int number => string.Create(CultureInfo.InvariantCulture, $"{number}"),
                _ => null,
            };
            Assert.StartsWith(value ?? "", rows[0].Split('|')[2].Trim(), StringComparison.Ordinal);
        }
    }

    private static string Page(string name, [CallerFilePath] string thisFile = "")
        => File.ReadAllText(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "docs", name));

    [GeneratedRegex(@"^\| `(patterns\.lock\.[a-z_.]+)` \| \w+ \| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex InstrumentRow();
}
