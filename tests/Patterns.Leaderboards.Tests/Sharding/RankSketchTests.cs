using Patterns.Leaderboards.Sharding;
using Redis.Fixtures;

namespace Patterns.Leaderboards.Tests.Sharding;

/// <summary>Estimates of ranks on simulated boards: a million members, and ten million in the long form.</summary>
public sealed class RankSketchTests(ITestOutputHelper output)
{
    private const int Shards = 64;
    private const int Points = 256;

    public enum Scores
    {
        Uniform,
        Exponential,
        FewAndManyTies,
        OneScoreForHalf,
    }

    [Theory]
    [Trait("Category", "Soak")]
    [InlineData(Scores.Uniform, true)]
    [InlineData(Scores.Uniform, false)]
    [InlineData(Scores.Exponential, true)]
    [InlineData(Scores.FewAndManyTies, false)]
    [InlineData(Scores.OneScoreForHalf, true)]
    public void No_rank_is_off_by_more_than_the_bound_says(Scores kind, bool highestFirst)
    {
        var random = new Random(11);
        int members = Soak.Iterations(1_000_000, 10_000_000);
        double[] all = new double[members];
        var shards = new List<double>[Shards];
        for (int shard = 0; shard < Shards; shard++)
        {
            shards[shard] = new List<double>(members / Shards * 2);
        }

        for (int member = 0; member < members; member++)
        {
            all[member] = Draw(random, kind);
            shards[ShardMap.Find(member, Shards)].Add(all[member]);
        }

        var sketch = new RankSketch([.. shards.Select(shard => Sample(shard, highestFirst))], highestFirst);
        Sort(all, highestFirst);
        Assert.Equal(members, sketch.Count);

        double[] shares = new double[2_000];
        for (int i = 0; i < shares.Length; i++)
        {
            int place = random.Next(members);
            long rank = FirstPlaceOf(all, all[place], highestFirst) + 1;
            (long estimate, long maxError) = sketch.Estimate(all[place]);
            Assert.InRange(Math.Abs(estimate - rank), 0, maxError);
            Assert.InRange(maxError, 0, (members / (2.0 * Points)) + Shards);
            shares[i] = (double)Math.Abs(estimate - rank) / members;
        }

        Array.Sort(shares);
        output.WriteLine(
            $"{members:N0} members, {kind}: errors in parts of the members: median {shares[1_000]:P4}, 99 % below "
            + $"{shares[1_980]:P4}, most {shares[^1]:P4}; the bound is {1.0 / (2 * Points):P4}.");
    }

    [Fact]
    public void A_board_that_is_smaller_than_its_sketch_is_known_exactly()
    {
        ShardSample[] shards = [new(3, 1, [9, 7, 7]), new(0, 1, []), new(2, 1, [8, 1])];
        var sketch = new RankSketch(shards, highestFirst: true);
        Assert.Equal((1, 0), sketch.Estimate(9));
        Assert.Equal((2, 0), sketch.Estimate(8));
        Assert.Equal((3, 0), sketch.Estimate(7));
        Assert.Equal((5, 0), sketch.Estimate(1));
    }

    private static double Draw(Random random, Scores kind) => kind switch
    {
        Scores.Uniform => random.NextDouble(),
        Scores.Exponential => -Math.Log(1 - random.NextDouble()) * 1000,
        Scores.FewAndManyTies => random.Next(100),
        _ => Math.Max(0, random.Next(-1_000_000, 1_000_000)),
    };

    // What sample_shard.lua reads of a sorted set.
    private static ShardSample Sample(List<double> shard, bool highestFirst)
    {
        double[] sorted = [.. shard];
        Sort(sorted, highestFirst);
        int step = Math.Max(1, (sorted.Length + Points - 1) / Points);
        return new ShardSample(
            sorted.Length,
            step,
            [.. Enumerable.Range(1, sorted.Length / step).Select(number => sorted[(number * step) - 1])]);
    }

    private static void Sort(double[] scores, bool highestFirst)
    {
        Array.Sort(scores);
        if (highestFirst)
        {
            Array.Reverse(scores);
        }
    }

    private static long FirstPlaceOf(double[] sorted, double score, bool highestFirst)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            bool isBetter = highestFirst ? sorted[middle] > score : sorted[middle] < score;
            (low, high) = isBetter ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
