namespace Patterns.Leaderboards;

/// <summary>Where a board tells changes of rank.</summary>
public enum LeaderboardEvents
{
    /// <summary>Nowhere.</summary>
    None,

    /// <summary>On a channel: who listens hears it at once, who does not never hears it. On Redis Cluster every node
    /// passes it on.</summary>
    Channel,

    /// <summary>In a stream of bounded length, which can be read later.</summary>
    Stream,
}
