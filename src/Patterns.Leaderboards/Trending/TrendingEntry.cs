using StackExchange.Redis;

namespace Patterns.Leaderboards.Trending;

/// <summary>One place of a trending board.</summary>
/// <param name="Rank">1 for what weighs most now.</param>
/// <param name="Member">What.</param>
/// <param name="Weight">The sum of its hits, each halved for every half-life since.</param>
public readonly record struct TrendingEntry(long Rank, RedisValue Member, double Weight);
