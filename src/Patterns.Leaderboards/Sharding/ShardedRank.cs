namespace Patterns.Leaderboards.Sharding;

/// <summary>A rank on a sharded board: exact in its head, estimated in its tail.</summary>
/// <param name="Rank">One more than how many are better, as far as known.</param>
/// <param name="MaxError">By how much the rank may have been off, above or below, when the shards were last looked at.
/// Submissions since then add at most one each.</param>
/// <param name="Score">The score.</param>
/// <param name="TotalCount">How many members the board had when the shards were last looked at.</param>
/// <param name="IsExact">Whether all shards were asked now, and the rank is counted and not estimated.</param>
public readonly record struct ShardedRank(long Rank, long MaxError, double Score, long TotalCount, bool IsExact);
