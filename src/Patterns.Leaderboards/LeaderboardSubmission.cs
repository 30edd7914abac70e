namespace Patterns.Leaderboards;

/// <summary>What a submission did in each window of the board.</summary>
public sealed class LeaderboardSubmission
{
    private readonly List<LeaderboardStanding> _standings;

    internal LeaderboardSubmission(List<LeaderboardStanding> standings)
    {
        _standings = standings;
    }

    /// <summary>One for each window, in the order of <see cref="LeaderboardsOptions.Windows"/>; none for a season that
    /// is not on.</summary>
    public IReadOnlyList<LeaderboardStanding> Standings => _standings;

    /// <summary>Whether a score changed in at least one window.</summary>
    public bool IsChanged => _standings.Exists(static standing => standing.IsChanged);

    /// <summary>The standing in one window.</summary>
    /// <param name="window">The window.</param>
    /// <returns>The standing; null if the board has no such window, or if it is a season that is not on.</returns>
    public LeaderboardStanding? In(LeaderboardWindow window)
    {
        ArgumentNullException.ThrowIfNull(window);
        foreach (LeaderboardStanding standing in _standings)
        {
            if (standing.Period.Window.Name == window.Name)
            {
                return standing;
            }
        }

        return null;
    }
}
