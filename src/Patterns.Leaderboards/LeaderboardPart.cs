namespace Patterns.Leaderboards;

/// <summary>One ranking among those that are merged.</summary>
/// <param name="View">Which ranking of the board; only what it names is read, not how.</param>
/// <param name="Weight">What its scores are multiplied by before they are merged; finite.</param>
public readonly record struct LeaderboardPart(LeaderboardView View, double Weight = 1)
{
    /// <summary>The board; null means the board that is merged into. On Redis Cluster another one must have the same
    /// hash tag.</summary>
    public string? Board { get; init; }
}
