namespace Patterns.Leaderboards;

/// <summary>The options of <see cref="RedisLeaderboards"/>. They are read once, when it is created.</summary>
public sealed class LeaderboardsOptions : RedisBoardOptions
{
    /// <summary>The most entries that one call reads, and the most neighbours on one side.</summary>
    public const int MaxCount = 10_000;

    /// <summary>Creates options with their defaults.</summary>
    public LeaderboardsOptions()
        : base("leaderboards")
    {
    }

    /// <summary>Which score is the best, on all boards of this instance.</summary>
    /// <value>The default is <see cref="LeaderboardOrder.HighestFirst"/>.</value>
    public LeaderboardOrder Order { get; set; } = LeaderboardOrder.HighestFirst;

    /// <summary>Who stands first among equals.</summary>
    /// <value>The default is <see cref="TieBreak.MemberName"/>.</value>
    public TieBreak TieBreak { get; set; } = TieBreak.MemberName;

    /// <summary>How precisely time decides over ties, with <see cref="TieBreak.FirstToReach"/>.</summary>
    public TieBreakOptions Ties { get; set; } = new();

    /// <summary>The lowest score that is accepted.</summary>
    /// <value>Finite; the default is the lowest number there is. With <see cref="TieBreak.FirstToReach"/> it is a whole
    /// number, and as much below <see cref="MaxScore"/> as the time leaves room for.</value>
    public double MinScore { get; set; } = double.MinValue;

    /// <summary>The highest score that is accepted.</summary>
    /// <value>Finite, at least <see cref="MinScore"/>; the default is the highest number there is.</value>
    public double MaxScore { get; set; } = double.MaxValue;

    /// <summary>Over which spans of time every board ranks. One submission counts in all of them.</summary>
    /// <value>1 to 16 different windows; the default is <see cref="LeaderboardWindow.AllTime"/> alone. Each costs every
    /// submission some microseconds of Redis, and memory for each member of each period.</value>
    public IList<LeaderboardWindow> Windows { get; set; } = [LeaderboardWindow.AllTime];

    /// <summary>Where a day begins at midnight.</summary>
    /// <value>The default is UTC.</value>
    public TimeZoneInfo TimeZone { get; set; } = TimeZoneInfo.Utc;

    /// <summary>Whether boards keep a second sorted set of their different scores, for
    /// <see cref="RankKind.Dense"/>.</summary>
    /// <value>The default is false. It costs every submission two more commands within its script.</value>
    public bool DenseRanks { get; set; }

    /// <summary>Where changes of rank are told.</summary>
    /// <value>The default is <see cref="LeaderboardEvents.None"/>.</value>
    public LeaderboardEvents Events { get; set; }

    /// <summary>Down to which rank changes are told: those that begin or end at it or above.</summary>
    /// <value>1 to 1,000,000,000; the default is 100.</value>
    public long EventRank { get; set; } = 100;

    /// <summary>About how many events a board's stream keeps, with <see cref="LeaderboardEvents.Stream"/>.</summary>
    /// <value>1 to 10,000,000; the default is 10,000.</value>
    public int EventStreamLength { get; set; } = 10_000;
}
