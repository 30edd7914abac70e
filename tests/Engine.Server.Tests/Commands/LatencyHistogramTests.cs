using Engine.Server.Commands;

namespace Engine.Server.Tests.Commands;

public sealed class LatencyHistogramTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(1_000)]
    [InlineData(123_456_789)]
    [InlineData(1 << 30)]
    public void A_percentile_is_never_too_little_and_at_most_a_thirtieth_too_much(long nanoseconds)
    {
        var histogram = new LatencyHistogram();
        histogram.Record(nanoseconds, 1);
        Assert.InRange(histogram.Percentile(50), nanoseconds, nanoseconds + nanoseconds / 30);
    }

    [Fact]
    public void Percentiles_divide_the_calls()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(10, 90);
        histogram.Record(20, 9);
        histogram.Record(30, 1);
        Assert.Equal([10, 10, 10, 20, 20, 30], ((double[])[0, 50, 90, 91, 99, 100]).Select(histogram.Percentile));
    }

    [Fact]
    public void What_takes_longer_than_a_second_counts_as_one()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(long.MaxValue, 1);
        Assert.InRange(histogram.Percentile(100), 1 << 30, (1 << 30) + (1 << 26));
    }
}
