namespace Patterns.Leaderboards;

/// <summary>How members with the same score are ranked. The examples are the ranks of the scores 40, 30, 30,
/// 20.</summary>
public enum RankKind
{
    /// <summary>1 2 3 4: everybody has a rank of their own; among equals the board's <see cref="TieBreak"/>
    /// decides.</summary>
    Ordinal,

    /// <summary>1 2 2 4: one more than how many are better. What sports call standard ranking.</summary>
    Competition,

    /// <summary>1 3 3 4: how many are at least as good. Nobody is in the top three unless three places are
    /// enough.</summary>
    Modified,

    /// <summary>1 2 2 3: one more than how many better scores there are. The board must have
    /// <see cref="LeaderboardsOptions.DenseRanks"/>.</summary>
    Dense,
}
