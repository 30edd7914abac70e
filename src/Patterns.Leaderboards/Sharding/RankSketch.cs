namespace Patterns.Leaderboards.Sharding;

/// <summary>Estimates ranks from the scores at every so many places of each shard.</summary>
/// <remarks>If j of a shard's sampled scores are better than a score, then between j × step and j × step + step - 1 of
/// the shard's members are. Summed over the shards, that bounds how many are better from below and from above; the
/// estimate is the middle, and its error at most half of what is between.</remarks>
internal sealed class RankSketch
{
    private readonly bool _highestFirst;
    private readonly double[] _scores;
    private readonly long[] _atLeastBefore;
    private readonly long _unknown;

    public RankSketch(IReadOnlyCollection<ShardSample> shards, bool highestFirst)
    {
        _highestFirst = highestFirst;
        Count = shards.Sum(shard => shard.Count);
        _unknown = shards.Sum(shard => Math.Max(0, shard.Step - 1));
        (double Key, long Step)[] samples = [.. shards
            .SelectMany(shard => shard.Scores.Select(score => (Key(score), shard.Step)))
            .OrderBy(sample => sample.Item1)];
        _scores = [.. samples.Select(sample => sample.Key)];
        _atLeastBefore = new long[samples.Length + 1];
        for (int i = 0; i < samples.Length; i++)
        {
            _atLeastBefore[i + 1] = _atLeastBefore[i] + samples[i].Step;
        }
    }

    /// <summary>How many members all shards have.</summary>
    public long Count { get; }

    /// <summary>The rank of a member with this score, and by how much it may be off.</summary>
    public (long Rank, long MaxError) Estimate(double score)
    {
        long least = _atLeastBefore[CountBetter(Key(score))];
        long most = Math.Max(least, Math.Min(least + _unknown, Count - 1));
        long middle = least + ((most - least) / 2);
        return (middle + 1, most - middle);
    }

    // Better scores have lower keys, whichever are better.
    private double Key(double score) => _highestFirst ? -score : score;

    private int CountBetter(double key)
    {
        int low = 0, high = _scores.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_scores[middle] < key)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
