using StackExchange.Redis;

namespace Patterns.Leaderboards;

/// <summary>One row of a batch.</summary>
/// <param name="Member">Whose score; not empty.</param>
/// <param name="Score">The score, or what to add to it.</param>
public readonly record struct LeaderboardScore(RedisValue Member, double Score);
