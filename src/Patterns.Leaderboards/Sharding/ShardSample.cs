namespace Patterns.Leaderboards.Sharding;

/// <summary>What was read of one shard.</summary>
/// <param name="Count">How many members it has.</param>
/// <param name="Step">How many places there are from one score to the next.</param>
/// <param name="Scores">The scores of the members at the places Step, 2 × Step and so on, best first.</param>
internal readonly record struct ShardSample(long Count, long Step, double[] Scores);
