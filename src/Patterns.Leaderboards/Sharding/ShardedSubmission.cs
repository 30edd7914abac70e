namespace Patterns.Leaderboards.Sharding;

/// <summary>What a submission to a sharded board did.</summary>
/// <param name="Score">The score that stands there now.</param>
/// <param name="PreviousScore">The score before; null if there was none.</param>
public readonly record struct ShardedSubmission(double Score, double? PreviousScore)
{
    /// <summary>Whether the score changed.</summary>
    public bool IsChanged => PreviousScore != Score;
}
