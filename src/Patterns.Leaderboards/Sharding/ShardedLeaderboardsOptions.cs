namespace Patterns.Leaderboards.Sharding;

/// <summary>The options of <see cref="RedisShardedLeaderboards"/>. They are read once, when it is created.</summary>
public sealed class ShardedLeaderboardsOptions : RedisBoardOptions
{
    /// <summary>The most entries of a head.</summary>
    public const int MaxHead = 1_000;

    /// <summary>Creates options with their defaults.</summary>
    public ShardedLeaderboardsOptions()
        : base("sharded")
    {
    }

    /// <summary>Which score is the best.</summary>
    /// <value>The default is <see cref="LeaderboardOrder.HighestFirst"/>.</value>
    public LeaderboardOrder Order { get; set; } = LeaderboardOrder.HighestFirst;

    /// <summary>Over how many sorted sets the members of a board are spread.</summary>
    /// <value>1 to 1,024; the default is 16. More of them spread the writes over more nodes and make each smaller, and
    /// cost reading the head and exact ranks one command each.</value>
    public int Shards { get; set; } = 16;

    /// <summary>How many there were before, while <see cref="RedisShardedLeaderboards.RebalanceAsync"/> has not ended.
    /// Members are then looked for where they were, and moved when they submit.</summary>
    /// <value>1 to 1,024; null, the default, when nothing moves.</value>
    public int? PreviousShards { get; set; }

    /// <summary>At how many places the scores of each shard are known for estimates of ranks. An estimate of a board of
    /// n members is off by at most n / (2 × this).</summary>
    /// <value>2 to 4,096; the default is 256: an error of at most 0.2 % of the members.</value>
    public int SketchPoints { get; set; } = 256;

    /// <summary>For how long estimates use what was read of the shards.</summary>
    /// <value>100 milliseconds to 1 hour; the default is 10 seconds.</value>
    public TimeSpan SketchLifetime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Down to which rank ranks are counted exactly, by asking every shard.</summary>
    /// <value>0 to <see cref="MaxHead"/>; the default is 100.</value>
    public int ExactHead { get; set; } = 100;
}
