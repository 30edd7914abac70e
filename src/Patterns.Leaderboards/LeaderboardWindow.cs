using Patterns.Leaderboards.Windows;

namespace Patterns.Leaderboards;

/// <summary>A span of time over which scores are ranked, such as the day. A board ranks over all its windows at once;
/// each has a sorted set for each of its periods.</summary>
public sealed record LeaderboardWindow
{
    private LeaderboardWindow(WindowKind kind, string name, TimeSpan retention)
    {
        Kind = kind;
        Name = name;
        Retention = retention;
    }

    /// <summary>Everything, forever: the one window whose scores do not expire.</summary>
    public static LeaderboardWindow AllTime { get; } = new(WindowKind.AllTime, "all", TimeSpan.Zero);

    /// <summary>Calendar days, kept for 15 days after their end.</summary>
    public static LeaderboardWindow Daily { get; } = new(WindowKind.Day, "day", TimeSpan.FromDays(15));

    /// <summary>Weeks of ISO 8601, from Monday, kept for 35 days after their end.</summary>
    public static LeaderboardWindow Weekly { get; } = new(WindowKind.Week, "week", TimeSpan.FromDays(35));

    /// <summary>Calendar months, kept for 100 days after their end.</summary>
    public static LeaderboardWindow Monthly { get; } = new(WindowKind.Month, "month", TimeSpan.FromDays(100));

    /// <summary>Calendar years, kept for 366 days after their end.</summary>
    public static LeaderboardWindow Yearly { get; } = new(WindowKind.Year, "year", TimeSpan.FromDays(366));

    /// <summary>What keys call the window.</summary>
    public string Name { get; }

    /// <summary>For how long a period can be read after its end; then Redis deletes it.</summary>
    /// <value>1 minute to 10 years, and days for at most 400 days. <see cref="AllTime"/> ignores it.</value>
    public TimeSpan Retention { get; init; }

    internal WindowKind Kind { get; }

    /// <summary>When a season begins.</summary>
    internal DateTimeOffset Start { get; private init; }

    /// <summary>When a season ends.</summary>
    internal DateTimeOffset End { get; private init; }

    /// <summary>A span with a beginning and an end of its own, kept for 100 days after its end. What is submitted
    /// before or after does not count in it.</summary>
    /// <param name="name">What keys call the season: 1 to 50 letters, digits, <c>-</c> and <c>_</c>.</param>
    /// <param name="start">Its first moment.</param>
    /// <param name="end">The first moment after it; later than <paramref name="start"/>.</param>
    /// <returns>The window.</returns>
    /// <exception cref="ArgumentException">Name or times are out of bounds.</exception>
    public static LeaderboardWindow Season(string name, DateTimeOffset start, DateTimeOffset end)
    {
        PeriodName.Require(name);
        if (end <= start)
        {
            throw new ArgumentException(
                $"The season '{name}' ends at {end:u}, but begins at {start:u}: let it end later.", nameof(end));
        }

        return new LeaderboardWindow(WindowKind.Season, $"season:{name}", TimeSpan.FromDays(100))
        {
            Start = start,
            End = end,
        };
    }
}
