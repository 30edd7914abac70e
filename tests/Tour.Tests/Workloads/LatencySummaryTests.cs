using System.Diagnostics;
using Tour.Workloads;

namespace Tour.Tests.Workloads;

public sealed class LatencySummaryTests
{
    [Fact]
    public void Percentiles_are_those_of_the_nearest_rank()
    {
        long[] durations = [.. Enumerable.Range(1, 200).Reverse().Select(milliseconds => Ticks(milliseconds))];

        LatencySummary summary = LatencySummary.Of(durations);

        Assert.Equal(new LatencySummary(Span(100), Span(190), Span(198), Span(200)), summary);
    }

    [Fact]
    public void A_single_duration_is_every_percentile()
        => Assert.Equal(new LatencySummary(Span(5), Span(5), Span(5), Span(5)), LatencySummary.Of([Ticks(5)]));

    [Fact]
    public void Nothing_cannot_be_summarised()
        => Assert.Throws<ArgumentException>(() => LatencySummary.Of([]));

    private static TimeSpan Span(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static long Ticks(int milliseconds) => milliseconds * Stopwatch.Frequency / 1000;
}
