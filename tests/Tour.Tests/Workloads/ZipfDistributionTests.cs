using Tour.Workloads;

namespace Tour.Tests.Workloads;

public sealed class ZipfDistributionTests
{
    [Fact]
    public void Probabilities_fall_as_the_power_of_the_rank_and_add_up_to_one()
    {
        var distribution = new ZipfDistribution(1000, exponent: 0.99);

        Assert.Equal(1, Enumerable.Range(0, 1000).Sum(distribution.ProbabilityOf), precision: 12);
        Assert.Equal(Math.Pow(10, 0.99), distribution.ProbabilityOf(0) / distribution.ProbabilityOf(9), precision: 6);
    }

    [Fact]
    public void Draws_follow_the_probabilities()
    {
        const int items = 20;
        const int draws = 200_000;
        var distribution = new ZipfDistribution(items, exponent: 1.1);
        var random = new Random(42);
        var counts = new int[items];
        for (int i = 0; i < draws; i++)
        {
            counts[distribution.Next(random)]++;
        }

        // Chi-squared with 19 degrees of freedom exceeds 43.8 in one case of a thousand.
        double chiSquared = counts.Select((count, rank) =>
        {
            double expected = distribution.ProbabilityOf(rank) * draws;
            return (count - expected) * (count - expected) / expected;
        }).Sum();
        Assert.InRange(chiSquared, 0, 43.8);
    }

    [Fact]
    public void An_exponent_of_zero_makes_all_items_equal()
    {
        var distribution = new ZipfDistribution(4, exponent: 0);

        Assert.All(Enumerable.Range(0, 4), rank => Assert.Equal(0.25, distribution.ProbabilityOf(rank), precision: 12));
    }

    [Theory]
    [InlineData(0.0, 0)]
    [InlineData(0.4999, 0)]
    [InlineData(0.5, 1)]
    [InlineData(0.9999999999999999, 1)]
    public void The_ends_of_the_range_belong_to_an_item(double draw, int rank)
        => Assert.Equal(rank, new ZipfDistribution(2, exponent: 0).Next(new FixedRandom(draw)));

    [Fact]
    public void No_items_and_a_negative_exponent_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZipfDistribution(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZipfDistribution(1, -0.1));
    }

    private sealed class FixedRandom(double draw) : Random
    {
        public override double NextDouble() => draw;
    }
}
