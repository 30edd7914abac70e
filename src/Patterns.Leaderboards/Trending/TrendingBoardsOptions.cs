namespace Patterns.Leaderboards.Trending;

/// <summary>The options of <see cref="RedisTrendingBoards"/>. They are read once, when it is created.</summary>
public sealed class TrendingBoardsOptions : RedisBoardOptions
{
    /// <summary>The most entries that one call reads.</summary>
    public const int MaxCount = 1_000;

    /// <summary>Creates options with their defaults.</summary>
    public TrendingBoardsOptions()
        : base("trending")
    {
    }

    /// <summary>After how long a hit counts half. It must not change while there are boards.</summary>
    /// <value>1 second to 366 days; the default is 1 hour. Shorter ones follow the moment, longer ones are
    /// steadier.</value>
    public TimeSpan HalfLife { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How many members a board keeps. When it has a quarter more, those that weigh least are
    /// dropped.</summary>
    /// <value>10 to 10,000,000; the default is 10,000.</value>
    public int Capacity { get; set; } = 10_000;
}
