namespace Patterns.Leaderboards;

/// <summary>Which score is the best.</summary>
public enum LeaderboardOrder
{
    /// <summary>The highest, as for points.</summary>
    HighestFirst,

    /// <summary>The lowest, as for times and strokes.</summary>
    LowestFirst,
}
