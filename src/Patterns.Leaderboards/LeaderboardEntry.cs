namespace Patterns.Leaderboards;

/// <summary>One place of a leaderboard.</summary>
/// <param name="Rank">1 for the best.</param>
/// <param name="Member">Who holds the place.</param>
/// <param name="Score">With which score.</param>
public readonly record struct LeaderboardEntry(long Rank, string Member, double Score);
