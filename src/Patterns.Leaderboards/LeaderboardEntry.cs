using StackExchange.Redis;

namespace Patterns.Leaderboards;

/// <summary>One place of a leaderboard.</summary>
/// <param name="Rank">1 for the best; how ties count is the <see cref="RankKind"/> that was asked for.</param>
/// <param name="Member">Who holds the place.</param>
/// <param name="Score">With which score.</param>
public readonly record struct LeaderboardEntry(long Rank, RedisValue Member, double Score)
{
    /// <summary>What was stored with the member, if <see cref="LeaderboardView.WithData"/> asked for it; null if there
    /// is nothing.</summary>
    public RedisValue Data { get; init; }
}
