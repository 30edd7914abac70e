using System.Diagnostics.Metrics;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Patterns.RateLimiting.Concurrency;
using Patterns.RateLimiting.FixedWindow;
using Patterns.RateLimiting.Gcra;
using Patterns.RateLimiting.LeakyBucket;
using Patterns.RateLimiting.SlidingWindowCounter;
using Patterns.RateLimiting.SlidingWindowLog;
using Patterns.RateLimiting.Telemetry;
using Patterns.RateLimiting.TokenBucket;

namespace Patterns.RateLimiting.Tests;

/// <summary>Tables in the pages say what the code says.</summary>
public sealed partial class DocumentationTests
{
    public static TheoryData<string, Type> Pages => new()
    {
        { "fixed-window", typeof(RedisFixedWindowOptions) },
        { "sliding-window-log", typeof(RedisSlidingLogOptions) },
        { "sliding-window-counter", typeof(RedisSlidingCounterOptions) },
        { "token-bucket", typeof(RedisTokenBucketOptions) },
        { "gcra", typeof(RedisGcraOptions) },
        { "leaky-bucket", typeof(RedisLeakyBucketOptions) },
        { "concurrency", typeof(RedisConcurrencyOptions) },
    };

    [Fact]
    public void The_telemetry_page_lists_every_instrument_and_no_other()
    {
        RuntimeHelpers.RunClassConstructor(typeof(RateLimitInstruments).TypeHandle);
        var instruments = new SortedSet<string>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == "Patterns.RateLimiting")
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
    public void The_telemetry_page_lists_every_reason()
    {
        string page = Page("telemetry.md");
        Assert.All(
            Enum.GetValues<RateLimitReason>(),
            reason => Assert.Contains($"`{RateLimitMetrics.NameOf(reason)}`", page, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Pages_list_every_option_with_its_default(string page, Type options)
    {
        object defaults = Activator.CreateInstance(options)!;
        foreach (PropertyInfo property in options.GetProperties())
        {
            bool own = property.DeclaringType == options;
            string table = Options(own ? page : "index");
            string row = Assert.Single(
                table.Split('\n'), line => line.StartsWith($"| `{property.Name}` |", StringComparison.Ordinal));
            string? value = property.GetValue(defaults) switch
            {
                TimeSpan { TotalMinutes: >= 1 } time => $"{time.TotalMinutes} minute",
                TimeSpan time => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds} second"),
                long or int => string.Create(CultureInfo.InvariantCulture, $"{property.GetValue(defaults)}"),
                _ => null,
            };
            Assert.StartsWith(value ?? "", row.Split('|')[2].Trim(), StringComparison.Ordinal);
        }
    }

    private static string Options(string page)
    {
        string text = Page($"rate-limiting/{page}.md");
        return text[text.IndexOf("| Option | Default |", StringComparison.Ordinal)..];
    }

    private static string Page(string name, [CallerFilePath] string thisFile = "")
        => File.ReadAllText(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "docs", name));

    [GeneratedRegex(@"^\| `(patterns\.rate_limit\.[a-z_.]+)` \| \w+ \| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex InstrumentRow();
}
