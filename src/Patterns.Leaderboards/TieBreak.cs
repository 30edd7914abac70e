namespace Patterns.Leaderboards;

/// <summary>Who stands before whom among members with the same score.</summary>
public enum TieBreak
{
    /// <summary>The order of their names' bytes, or the reverse of it where the highest score is best. Costs nothing,
    /// and scores may be any finite number.</summary>
    MemberName,

    /// <summary>Who reached the score first stands first. Scores are whole numbers of a range that leaves room for the
    /// time; see <see cref="TieBreakOptions"/>.</summary>
    FirstToReach,
}
