using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Patterns.RateLimiting.Tests.Models;

namespace Patterns.RateLimiting.Tests;

/// <summary>What the pages say that an algorithm admits, by the models that the scripts are compared with.</summary>
public sealed class PicturesTests
{
    private const long Second = 1_000_000;

    private static readonly long[] _moments = [900_000, 1_100_000, 1_500_000, 2_100_000];

    [Theory]
    [InlineData("fixed-window")]
    [InlineData("sliding-window-log")]
    [InlineData("sliding-window-counter")]
    [InlineData("token-bucket")]
    [InlineData("gcra")]
    [InlineData("leaky-bucket")]
    public void The_page_shows_what_the_algorithm_admits(string page)
    {
        LimitModel model = page switch
        {
            "fixed-window" => new FixedWindowModel(10, Second),
            "sliding-window-log" => new SlidingLogModel(10, Second),
            "sliding-window-counter" => new SlidingCounterModel(10, Second),
            "gcra" => new BucketModel(1, 10, Second),
            _ => new BucketModel(10, 10, Second),
        };
        var granted = new List<int>();
        foreach (long moment in _moments)
        {
            int count = 0;
            for (int call = 0; call < 10; call++)
            {
                if (model.IsFree(moment, 1))
                {
                    model.Charge(moment, 1);
                    count++;
                }
            }

            granted.Add(count);
        }

        string expected = string.Join(" | ", granted);
        Assert.Contains($"| granted | {expected} |", Page(page), StringComparison.Ordinal);
        Match row = Row(page).Match(Page("index"));
        Assert.Equal(expected, row.Groups[1].Value);
    }

    private static Regex Row(string page) => new($@"\({page}\.md\)[^|]*\| (\d+ \| \d+ \| \d+ \| \d+) \|");

    private static string Page(string name, [CallerFilePath] string thisFile = "")
        => File.ReadAllText(
            Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "docs", "rate-limiting", $"{name}.md"));
}
