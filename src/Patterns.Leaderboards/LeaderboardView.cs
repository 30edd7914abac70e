using Patterns.Leaderboards.Windows;

namespace Patterns.Leaderboards;

/// <summary>Which ranking of a board is read, and how. Without anything set: the current period of the first of
/// <see cref="LeaderboardsOptions.Windows"/>, ordinal ranks, no data.</summary>
public sealed record LeaderboardView
{
    private readonly string? _snapshot;

    /// <summary>The window whose current period is read; null means the first of the board's windows.</summary>
    public LeaderboardWindow? Window { get; init; }

    /// <summary>The very period that is read, such as that of a standing, or yesterday's; it goes before
    /// <see cref="Window"/>.</summary>
    public LeaderboardPeriod? Period { get; init; }

    /// <summary>The snapshot or merged ranking that is read; it goes before <see cref="Period"/>.</summary>
    /// <value>1 to 50 letters, digits, <c>-</c> and <c>_</c>, or null.</value>
    /// <exception cref="ArgumentException">The name is out of bounds.</exception>
    public string? Snapshot
    {
        get => _snapshot;
        init
        {
            if (value is not null)
            {
                PeriodName.Require(value);
            }

            _snapshot = value;
        }
    }

    /// <summary>How ties are ranked.</summary>
    public RankKind RankKind { get; init; }

    /// <summary>Whether entries bring what is stored with their members.</summary>
    public bool WithData { get; init; }
}
