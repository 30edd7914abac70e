namespace Patterns.Leaderboards;

/// <summary>Where a submission has brought a member in one window.</summary>
/// <param name="Period">The period of the window that the server's clock was in.</param>
/// <param name="Score">The score that stands there now.</param>
/// <param name="Rank">The ordinal rank, from 1.</param>
/// <param name="PreviousScore">The score before; null if there was none.</param>
/// <param name="PreviousRank">The ordinal rank before; null if the member was not there.</param>
public readonly record struct LeaderboardStanding(
    LeaderboardPeriod Period, double Score, long Rank, double? PreviousScore, long? PreviousRank)
{
    /// <summary>Whether the submission changed the score: the member is new, or had another one.</summary>
    public bool IsChanged => PreviousScore != Score;

    /// <summary>How many places the member went up, or down if below 0; 0 for one that is new.</summary>
    public long Climbed => PreviousRank is { } previous ? previous - Rank : 0;
}
