using StackExchange.Redis;

namespace Patterns.Leaderboards;

/// <summary>A change of rank.</summary>
/// <param name="Period">The name of the period, such as <c>day:2026-11-21</c>.</param>
/// <param name="Member">Who.</param>
/// <param name="Rank">The ordinal rank now.</param>
/// <param name="PreviousRank">The ordinal rank before; null if the member was not there.</param>
/// <param name="Score">The score now.</param>
public readonly record struct LeaderboardRankEvent(
    string Period, RedisValue Member, long Rank, long? PreviousRank, double Score)
{
    /// <summary>Where the event stands in the stream; null for one that came over a channel.</summary>
    public string? Position { get; init; }
}
