using StackExchange.Redis;

namespace Patterns.Leaderboards;

/// <summary>What the keys of one ranking end with, whichever the board.</summary>
/// <param name="ranking">A period, or a snapshot.</param>
internal sealed class RankingKeys(string ranking)
{
    /// <summary>The end of the key of its sorted set.</summary>
    public RedisKey Scores { get; } = $":scores:{ranking}";

    /// <summary>The end of the key of the sorted set of its different scores.</summary>
    public RedisKey Levels { get; } = $":levels:{ranking}";
}
