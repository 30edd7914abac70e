using Tour.Workloads;

namespace Tour.Tests.Workloads;

public sealed class ReadPlanTests
{
    private static readonly ZipfDistribution Popularity = new(100, exponent: 0.99);

    [Fact]
    public void The_same_seed_gives_the_same_plan()
    {
        Assert.Equal(Draw(seed: 7), Draw(seed: 7));
        Assert.NotEqual(Draw(seed: 7), Draw(seed: 8));

        static IEnumerable<int> Draw(int seed) => Items(ReadPlan.Draw(Popularity, 5, 50, seed));
    }

    [Fact]
    public void A_plan_has_as_many_reads_as_its_readers()
    {
        var plan = ReadPlan.Draw(Popularity, readers: 5, readsPerReader: 50, seed: 1);

        Assert.Equal(250, plan.Reads);
        Assert.All(plan.Readers, items => Assert.Equal(50, items.Count));
    }

    [Fact]
    public void The_implied_hit_rate_counts_all_but_the_first_read_of_each_item()
    {
        var plan = new ReadPlan([[1, 2, 1], [2, 3, 1, 1, 1]]);

        Assert.Equal([1, 2, 3], plan.DistinctItems.Order());
        Assert.Equal(5.0 / 8, plan.ImpliedHitRate);
    }

    [Fact]
    public void Dealt_items_are_each_one_readers_once()
    {
        var plan = ReadPlan.Deal(items: 10, readers: 3, seed: 1);

        Assert.Equal([4, 3, 3], plan.Readers.Select(items => items.Count));
        Assert.Equal(Enumerable.Range(0, 10), Items(plan).Order());
        Assert.NotEqual(Items(plan), Items(ReadPlan.Deal(items: 10, readers: 3, seed: 2)));
    }

    [Fact]
    public void A_shortened_plan_keeps_the_first_reads_of_each_reader()
    {
        var plan = new ReadPlan([[1, 2, 3, 4], [5]]);

        Assert.Equal([1, 2, 5], Items(plan.Shortened(2)));
    }

    [Fact]
    public void In_a_stampede_everyone_reads_one_item_once()
    {
        var plan = ReadPlan.Stampede(item: 3, readers: 4);

        Assert.Equal([3, 3, 3, 3], Items(plan));
        Assert.Equal(0.75, plan.ImpliedHitRate);
    }

    private static IEnumerable<int> Items(ReadPlan plan) => plan.Readers.SelectMany(items => items);
}
